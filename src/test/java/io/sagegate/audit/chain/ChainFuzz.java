package io.sagegate.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.fuzz.Pieces;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A record of any bytes is judged, and the same however its bytes come.
public final class ChainFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) throws IOException {
        var report = report(new ByteArrayInputStream(input));
        assertThat(report.findings()).as("the published head is not reached").isNotEmpty();
        assertThat(report.lines()).isBetween(0L, (long) input.length);
        for (var choice = 0; choice < 2; choice++) {
            assertThat(report(Pieces.input(input, choice))).isEqualTo(report);
        }
    }

    private static ChainReport report(InputStream in) throws IOException {
        var verifier = new ChainVerifier();
        verifier.expect(new ChainHead("0".repeat(32), 2, "0".repeat(64)));
        verifier.read("log", in);
        return verifier.finish();
    }
}
