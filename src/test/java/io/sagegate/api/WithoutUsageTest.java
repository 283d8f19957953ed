package io.sagegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.inference.ModelStream;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WithoutUsageTest {
    private static final AskedUsage ASKED = AskedUsage.WITHOUT_OPTIONS;
    private static final String LINE = "{\"choices\":[],\"usage\":{\"completion_tokens\":1}}";

    private static String read(String type, ModelStream.Part end, List<String> parts) {
        var left = new ArrayDeque<ModelStream.Part>();
        parts.forEach(part -> left.add(new ModelStream.Part.Bytes(part.getBytes(StandardCharsets.UTF_8))));
        left.add(end);
        var stream = ASKED.stream(
                new ModelStream() {
                    @Override
                    public Part next() {
                        return left.size() > 1 ? left.remove() : left.element();
                    }

                    @Override
                    public void close() {}
                },
                type);
        var text = new StringBuilder();
        while (true) {
            var part = stream.next();
            if (!(part instanceof ModelStream.Part.Bytes(var bytes))) {
                assertThat(part).isEqualTo(end);
                return text.toString();
            }
            text.append(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    @Test
    void jsonLinesLoseTheLineAndNothingElse() {
        var end = new ModelStream.Part.End();
        var half = LINE.length() / 2;
        assertThat(read(
                        "application/jsonlines",
                        end,
                        List.of("{\"a\":1}\n" + LINE.substring(0, half), LINE.substring(half), "\n{}\n")))
                .isEqualTo("{\"a\":1}\n{}\n");
        assertThat(read("application/x-ndjson; charset=utf-8", end, List.of("{\"a\":1}\n", LINE)))
                .isEqualTo("{\"a\":1}\n");
    }

    @Test
    void otherMediaTypesAreLeftAlone() {
        assertThat(read("application/json", new ModelStream.Part.End(), List.of(LINE)))
                .isEqualTo(LINE);
    }

    @Test
    void aStreamThatBreaksStillBreaks() {
        var broken = new ModelStream.Part.Broken(Reason.UPSTREAM_ERROR);
        assertThat(read("text/event-stream", broken, List.of("data: {}\n\ndata: {\"a")))
                .isEqualTo("data: {}\n\ndata: {\"a");
    }
}
