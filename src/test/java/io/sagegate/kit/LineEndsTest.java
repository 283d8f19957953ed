package io.sagegate.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineEndsTest {
    private static final String TEXT = "one\ntwo\r\n\r\rthree\n\nfour";

    private static List<String> lines(String text, int piece) {
        var ends = new LineEnds();
        var lines = new ArrayList<String>(List.of(""));
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (var from = 0; from < bytes.length; from += piece) {
            ends.read(
                    Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece)),
                    new LineEnds.Lines<RuntimeException>() {
                        @Override
                        public void part(byte[] part, int start, int end) {
                            lines.add(lines.removeLast()
                                    + new String(part, start, end - start, StandardCharsets.US_ASCII));
                        }

                        @Override
                        public void end() {
                            lines.add("");
                        }
                    });
        }
        return lines;
    }

    @Test
    void everyKindOfLineEndEndsOneLineHoweverTheBytesAreCut() {
        for (var piece = 1; piece <= TEXT.length(); piece++) {
            assertThat(lines(TEXT, piece))
                    .as("pieces of " + piece)
                    .containsExactly("one", "two", "", "", "three", "", "four");
        }
    }
}
