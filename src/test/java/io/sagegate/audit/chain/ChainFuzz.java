package io.sagegate.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/// A record of any bytes is judged, and the lines do not depend on what stands around them.
public final class ChainFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) throws IOException {
        var verifier = new ChainVerifier();
        verifier.expect(new ChainHead("0".repeat(32), 2, "0".repeat(64)));
        verifier.read("log", new ByteArrayInputStream(input));
        var report = verifier.finish();
        assertThat(report.findings()).as("the published head is not reached").isNotEmpty();
    }
}
