package io.sagegate.reason;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ReasonTableTest {
    /// When this fails, put the lines it asks for into the table.
    @Test
    void theTableInTheDocsSaysWhatTheCodeSays() throws IOException {
        var documented = Files.readAllLines(Path.of("docs", "reasons.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        var expected = Arrays.stream(Reason.values())
                .map(reason -> "| `" + reason.code() + "` | " + reason.status() + " | " + reason.title() + " |")
                .toList();
        assertThat(documented).containsExactlyElementsOf(expected);
    }
}
