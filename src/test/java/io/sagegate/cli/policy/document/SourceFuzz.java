package io.sagegate.cli.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A stored document is unpacked within bounds, or is an I/O error. A text that was split is joined the same.
public final class SourceFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) throws IOException {
        var text = new String(input, StandardCharsets.UTF_8);
        assertThat(SourceText.join(SourceText.split(text))).isEqualTo(text);
        try {
            assertThat(SourceText.join(List.of(text))).isNotNull();
        } catch (IOException e) {
            // Told to whoever asked for the document.
        }
    }
}
