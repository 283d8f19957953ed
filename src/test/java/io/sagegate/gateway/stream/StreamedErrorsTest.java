package io.sagegate.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A failure inside a stream is found wherever the stream is cut, and nothing else is taken for one.
final class StreamedErrorsTest {
    private static final String EVENTS = "text/event-stream; charset=utf-8";
    private static final int LONGEST = 65_536;

    /// Whether it is seen in one piece, in two, and in pieces of one byte: always the same.
    private static boolean seen(String contentType, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var whole = StreamedErrors.of(contentType);
        whole.add(bytes);
        var halves = StreamedErrors.of(contentType);
        halves.add(Arrays.copyOfRange(bytes, 0, bytes.length / 2));
        halves.add(Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length));
        var single = StreamedErrors.of(contentType);
        for (var b : bytes) {
            single.add(new byte[] {b});
        }
        var answers = List.of(whole.seen(), halves.seen(), single.seen());
        assertThat(answers).containsOnly(whole.seen());
        return whole.seen();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "event: error~data: x~~",
                "event:error",
                "data: 1~~event: error~~",
                "data: {\"error\":{\"message\":\"x\"}}~~data: [DONE]~~",
                "data: {\"error\":\"x\"}",
                "{\"text\":\"x\"}~{\"error\":\"x\"}~",
                ": a comment~event: error~"
            })
    void anErrorEventOrMemberIsAFailure(String text) {
        for (var end : List.of("\n", "\r", "\r\n")) {
            assertThat(seen(EVENTS, text.replace("~", end))).as(text).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "event: errors\n\n",
                "event: message\ndata: error\n\n",
                "data: \"error\"\n\n",
                "data: {\"error\":\n\n",
                "data: {\"text\":{\"error\":1}}\n\n",
                "data: {\"text\":\"\\\"error\\\"\"}\n\n",
                "data: {\"x\":1}event: error\n\n"
            })
    void theWordAloneIsNone(String text) {
        assertThat(seen(EVENTS, text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "application/jsonlines, true",
        "application/x-ndjson, true",
        "text/event-stream, true",
        "application/json, false",
        "text/plain, false"
    })
    void onlyEventsAndJsonLinesAreRead(String contentType, boolean reads) {
        assertThat(seen(contentType, "{\"error\":\"x\"}\n")).isEqualTo(reads);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, false"})
    void aLineIsReadUpToItsBound(int over, boolean read) {
        var line = "event:" + " ".repeat(LONGEST + over - "event:error".length()) + "error";
        assertThat(seen(EVENTS, line + "\n")).isEqualTo(read);
        assertThat(seen(EVENTS, "data: 1\n" + line)).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(ints = {LONGEST - 10, LONGEST, 2 * LONGEST})
    void aLongLineHidesNoErrorAfterIt(int length) {
        assertThat(seen(EVENTS, ":" + "x".repeat(length) + "\nevent: error\n")).isTrue();
    }
}
