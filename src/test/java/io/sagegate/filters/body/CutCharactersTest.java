package io.sagegate.filters.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.filters.FilterException;
import io.sagegate.filters.Rules;
import io.sagegate.json.Json;
import io.sagegate.json.JsonLimits;
import io.sagegate.policy.obligation.ResponseRules;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A container may cut a stream's text anywhere, also within one character or one escape.
final class CutCharactersTest {
    private static final String SSE = "text/event-stream";
    private static final String LINES = "application/jsonlines";
    private static final ResponseRules RULES = Rules.mask("card", "email");

    private static final String TEXT = "naïve 😀🐀 𝟒111 1111 \uff11\uff11\uff11\uff11 1111 „ü“ ada@exämple.de 日本";
    private static final String MASKED = "naïve 😀🐀 [card] „ü“ [email] 日本";

    private static byte[] filtered(ResponseRules rules, String type, byte[] body) throws FilterException {
        var filter = ResponseFilter.of(rules, type);
        var out = new ByteArrayOutputStream();
        out.writeBytes(filter.push(body));
        out.writeBytes(filter.finish());
        return out.toByteArray();
    }

    /// The texts under a name, put together.
    private static String joined(String name, byte[] answer) throws Exception {
        var text = new StringBuilder();
        for (var line :
                Rules.text(answer).lines().filter(line -> !line.isBlank()).toList()) {
            var data = line.startsWith("data: ") ? line.substring(6) : line;
            if (Json.readPiece(data, JsonLimits.BODY) instanceof Map<?, ?> map
                    && map.get(name) instanceof String piece) {
                text.append(piece);
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/event-stream     | content | ,"finish_reason":null
            text/event-stream     | content | ''
            text/event-stream     | zeug    | ''
            application/jsonlines | text    | ''
            """)
    void piecesCutWithinTheBytesOfACharacterArePutTogether(String type, String name, String mark) throws Exception {
        var bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        var random = new Random(5);
        for (var round = 0; round < 60; round++) {
            var body = new ByteArrayOutputStream();
            for (var from = 0; from < bytes.length; ) {
                var to = Math.min(bytes.length, from + 1 + random.nextInt(1 + round % 6));
                body.writeBytes(
                        ((type.equals(SSE) ? "data: {\"" : "{\"") + name + "\":\"").getBytes(StandardCharsets.UTF_8));
                body.write(bytes, from, to - from);
                body.writeBytes(("\"" + mark + (type.equals(SSE) ? "}\n\n" : "}\n")).getBytes(StandardCharsets.UTF_8));
                from = to;
            }
            assertThat(joined(name, filtered(RULES, type, body.toByteArray()))).isEqualTo(MASKED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"content", "zeug"})
    void halvesOfASurrogatePairArePutTogether(String name) throws Exception {
        for (var type : List.of(SSE, LINES)) {
            var body = new StringBuilder();
            for (var i = 0; i < TEXT.length(); i++) {
                body.append(type.equals(SSE) ? "data: {\"" : "{\"")
                        .append(name)
                        .append(String.format("\":\"\\u%04x\"}\n\n", (int) TEXT.charAt(i)));
            }
            var out = filtered(RULES, type, body.toString().getBytes(StandardCharsets.UTF_8));
            assertThat(joined(name, out)).isEqualTo(MASKED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"content", "zeug"})
    void aTextThatIsJsonMayBeCutWithinItsEscapes(String name) throws Exception {
        var arguments = "{\"to\":\"ada\\u0040example.com\",\"no\":\"\\n4111111111111111\",\"a\":\"\\ud83d\\ude00%40\"}";
        var random = new Random(6);
        for (var round = 0; round < 60; round++) {
            var body = new StringBuilder();
            for (var from = 0; from < arguments.length(); ) {
                var to = Math.min(arguments.length(), from + 1 + random.nextInt(1 + round % 7));
                body.append("data: {\"").append(name).append("\":\"");
                body.append(arguments.substring(from, to).replace("\\", "\\\\").replace("\"", "\\\""));
                body.append("\",\"finish_reason\":null}\n\n");
                from = to;
            }
            var out = filtered(RULES, SSE, body.toString().getBytes(StandardCharsets.UTF_8));
            assertThat(joined(name, out))
                    .isEqualTo("{\"to\":\"[email]\",\"no\":\"\\n[card]\",\"a\":\"\\ud83d\\ude00%40\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: ", "data: \""})
    void eventsOfPlainTextCutWithinACharacterArePutTogether(String begin) throws Exception {
        var bytes = "so 😀 4111 1111 1111 1111 é.".getBytes(StandardCharsets.UTF_8);
        var body = new ByteArrayOutputStream();
        for (var one : bytes) {
            body.writeBytes(begin.getBytes(StandardCharsets.UTF_8));
            body.write(one);
            body.writeBytes((begin.endsWith("\"") ? "\"\n\n" : "\n\n").getBytes(StandardCharsets.UTF_8));
        }
        var text = new StringBuilder();
        Rules.text(filtered(RULES, SSE, body.toByteArray()))
                .lines()
                .filter(line -> line.startsWith(begin))
                .forEach(line -> text.append(line.substring(begin.length()).replace("\"", "")));
        assertThat(text.toString()).isEqualTo("so 😀 [card] é.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"content", "zeug"})
    void aCharacterThatNeverComesWholeIsShownAsUnknown(String name) throws Exception {
        var body = "data: {\"" + name + "\":\"ab\\ud83d\"}\n\ndata: {\"n\":1}\n\n";
        assertThat(joined(name, filtered(RULES, SSE, body.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("ab\uFFFD");
        var orphan = "data: {\"" + name + "\":\"\\ude00ab\"}\n\n";
        assertThat(joined(name, filtered(RULES, SSE, orphan.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("\uFFFDab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"zeug\":\"a\\ud83db\"}",
                "{\"zeug\":\"caf\u00e9 4111\"}",
                "{\"role\":\"a\\ud83d\"}",
                "{\"\\ud83d\":1}",
                "{\"zeug\":\"a\\udc00b\"}"
            })
    void whatNobodyCutIsRefused(String event) {
        for (var type : List.of(SSE, LINES)) {
            var body = (type.equals(SSE) ? "data: " : "") + event + "\n\n";
            assertThatThrownBy(() -> filtered(RULES, type, body.getBytes(StandardCharsets.ISO_8859_1)))
                    .isInstanceOf(FilterException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SSE, LINES, "text/plain", "text/csv"})
    void bytesCutAnywhereComeOutAsTheSameBytesWhole(String type) throws FilterException {
        var line = type.equals(SSE) ? "data: {\"text\":\"%\"}\n\n" : type.equals(LINES) ? "{\"text\":\"%\"}\n" : "%\n";
        var body = (line.replace("%", TEXT) + line.replace("%", "\\ud83d\\ude00 " + TEXT))
                .getBytes(StandardCharsets.UTF_8);
        var whole = filtered(RULES, type, body);
        for (var at = 1; at < body.length; at++) {
            var filter = ResponseFilter.of(RULES, type);
            var out = new ByteArrayOutputStream();
            out.writeBytes(filter.push(Arrays.copyOf(body, at)));
            out.writeBytes(filter.push(Arrays.copyOfRange(body, at, body.length)));
            out.writeBytes(filter.finish());
            assertThat(Rules.text(out.toByteArray())).isEqualTo(Rules.text(whole));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SSE, LINES})
    void selectionsAloneCutNothingEither(String type) throws Exception {
        var rules = Rules.of(Map.of("drop", "$.debug"));
        var begin = type.equals(SSE) ? "data: " : "";
        var body = begin + "{\"debug\":1,\"logprobs\":{\"a\":1},\"content\":\"a\\ud83d\"}\n\n" + begin
                + "{\"content\":\"\\ude00\"}\n\n";
        var out = filtered(rules, type, body.getBytes(StandardCharsets.UTF_8));
        assertThat(joined("content", out)).isEqualTo("a😀");
        assertThat(Rules.text(out)).doesNotContain("debug").contains("\"logprobs\":{\"a\":1}");
    }
}
