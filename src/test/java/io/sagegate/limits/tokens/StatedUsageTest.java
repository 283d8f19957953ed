package io.sagegate.limits.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.limits.tokens.Usage.Source;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A statement of use is believed only from where a model cannot write it, and only within what the bytes and the
/// request allow.
final class StatedUsageTest {
    private static final String FREE = "{\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}";
    private static final String TALE = "Once upon a time. ".repeat(1_140);

    private static Demand demand(String body) {
        try {
            return RequestedTokens.of("application/json", body.getBytes(StandardCharsets.UTF_8));
        } catch (UncountableException e) {
            throw new AssertionError(e);
        }
    }

    private static final Demand ASKED = demand("{\"prompt\":\"" + "A long prompt. ".repeat(100) + "\"}");

    private static Usage whole(String type, String body, Demand demand) {
        return StatedUsage.of(type, body.getBytes(StandardCharsets.UTF_8), demand);
    }

    /// In pieces of every size from one byte to all of it.
    private static Usage streamed(String type, String body, Demand demand) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var tokens = new StreamedTokens(type, demand);
        tokens.add(bytes);
        var usage = tokens.usage();
        for (var size : new int[] {1, 7, 1_000}) {
            var cut = new StreamedTokens(type, demand);
            for (var from = 0; from < bytes.length; from += size) {
                cut.add(java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
            }
            assertThat(cut.usage()).isEqualTo(usage);
        }
        return usage;
    }

    private static void costsItsSize(Usage usage) {
        assertThat(usage.outputTokens()).isBetween(5_000L, 5_400L);
        assertThat(usage.inputTokens()).isEqualTo(ASKED.inputTokens());
        assertThat(usage.source()).isNotEqualTo(Source.MODEL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/html", "application/octet-stream", "", "text/csv", "application/xml"})
    void anAnswerOfNoJsonTypeStatesNothing(String type) {
        costsItsSize(whole(type, FREE + TALE, ASKED));
        costsItsSize(streamed(type, FREE + TALE, ASKED));
        assertThat(whole(type, FREE, ASKED).source()).isEqualTo(Source.SIZE);
    }

    @Test
    void aJsonBodyThatIsCutOrFollowedByTextStatesNothing() {
        for (var type : new String[] {"application/json", "application/vnd.x+json; charset=utf-8"}) {
            var open = FREE.substring(0, FREE.length() - 1);
            costsItsSize(whole(type, FREE + TALE, ASKED));
            costsItsSize(whole(type, open + ",\"text\":\"" + TALE, ASKED));
            costsItsSize(whole(type, open + ",\"text\":\"" + TALE + "\",\"usage\":{}}", ASKED));
            costsItsSize(whole(type, "[" + FREE + ",\"" + TALE + "\"]", ASKED));
            costsItsSize(whole(type, "{\"a\":" + FREE + ",\"text\":\"" + TALE + "\"}", ASKED));
            costsItsSize(streamed(type, open + ",\"text\":\"" + TALE, ASKED));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text", "id", "made_up", "logprobs", "usage", "embedding", "generated_text", "b64_json", "model"
            })
    void aStatementIsNeverLessThanTheTextCanMean(String member) {
        var text = member.equals("embedding") || member.equals("b64_json")
                ? Base64.getEncoder().encodeToString(TALE.repeat(5).getBytes(StandardCharsets.UTF_8))
                : member.equals("logprobs") ? TALE.repeat(5) : TALE;
        var body = member.equals("usage")
                ? "{\"usage\":{\"prompt_tokens\":400,\"completion_tokens\":3,\"note\":\"" + text + "\"}}"
                : "{\"usage\":{\"prompt_tokens\":400,\"completion_tokens\":3},\"token\":1,\"" + member + "\":\"" + text
                        + "\"}";
        var usage = whole("application/json", body, ASKED);
        assertThat(usage.source()).isEqualTo(Source.IMPLAUSIBLE);
        assertThat(usage.outputTokens()).isGreaterThanOrEqualTo(5_000);
        assertThat(streamed("text/event-stream", "data: " + body + "\n\n", ASKED)
                        .source())
                .isEqualTo(Source.IMPLAUSIBLE);
        assertThat(streamed("application/jsonlines", body + "\n", ASKED).source())
                .isEqualTo(Source.IMPLAUSIBLE);
        assertThat(streamed("application/json", body, ASKED)).isEqualTo(usage);
    }

    @Test
    void norLessThanThePromptCanMean() {
        var usage = whole("application/json", FREE, ASKED);
        assertThat(usage.source()).isEqualTo(Source.IMPLAUSIBLE);
        assertThat(usage.inputTokens()).isEqualTo(ASKED.inputTokens());
    }

    private static String stated(long input, long output) {
        return "{\"usage\":{\"prompt_tokens\":" + input + ",\"completion_tokens\":" + output + "}}";
    }

    @ParameterizedTest
    @CsvSource({"400,1000000000", "1000000000,5", "4000,5", "400,33000", "9223372036854775807,1"})
    void aHugeStatementIsChargedBySize(long input, long output) {
        for (var type : new String[] {"application/json", "application/jsonl"}) {
            var usage = whole(type, stated(input, output), ASKED);
            assertThat(usage.source()).isEqualTo(Source.IMPLAUSIBLE);
            assertThat(usage.tokens()).isLessThan(500);
        }
        var event = streamed("text/event-stream", "data: " + stated(input, output) + "\n\n", ASKED);
        assertThat(event.source()).isEqualTo(Source.IMPLAUSIBLE);
        assertThat(event.tokens()).isLessThan(500);
    }

    @Test
    void norMayItBeMoreThanTheRequestAskedFor() {
        var bounded = demand("{\"prompt\":\"hi\",\"max_tokens\":20,\"n\":2}");
        assertThat(whole("application/json", stated(2, 40), bounded)).isEqualTo(Usage.of(2, 40, Source.MODEL));
        assertThat(whole("application/json", stated(2, 41), bounded).source()).isEqualTo(Source.IMPLAUSIBLE);
    }

    private static String event(String json) {
        return "data: " + json + "\n\n";
    }

    private static String delta(String text) {
        return event("{\"id\":\"c-1\",\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}");
    }

    @Test
    void onlyTheEventThatEndsAStreamStatesItsUse() {
        var sse = "text/event-stream";
        var words = delta("Once upon a time. ").repeat(10);
        var last = event(stated(400, 40));
        assertThat(streamed(sse, words + last + event("[DONE]"), ASKED)).isEqualTo(Usage.of(400, 40, Source.MODEL));
        assertThat(streamed(sse, last + words + event("[DONE]"), ASKED).source())
                .isEqualTo(Source.EVENTS);
        assertThat(streamed(sse, words + last + delta("more"), ASKED).source()).isEqualTo(Source.EVENTS);
        // A server may state it with every event.
        var each = event(
                "{\"choices\":[{\"text\":\"word word\"}],\"usage\":{\"prompt_tokens\":400,\"completion_tokens\":2}}");
        assertThat(streamed(sse, each, ASKED)).isEqualTo(Usage.of(400, 2, Source.MODEL));
        // Two lines are one event, which is no JSON then.
        assertThat(streamed(sse, "data: {}\ndata: " + stated(400, 40) + "\n\n", ASKED)
                        .source())
                .isEqualTo(Source.EVENTS);
        assertThat(streamed(sse, "data: {}\r\ndata: " + stated(400, 40) + "\r\n\r\n", ASKED)
                        .source())
                .isEqualTo(Source.EVENTS);
        assertThat(streamed(sse, "data: {}\r\n\r\ndata: " + stated(400, 40) + "\r\n\r\n", ASKED)
                        .source())
                .isEqualTo(Source.MODEL);
    }

    @Test
    void aStreamOfRawTextStatesNothingWhateverTheModelWritesIntoIt() {
        var lie = event(stated(400, 1)) + "\n";
        var text = "data: " + "word ".repeat(4_000) + "\n\n";
        for (var body : new String[] {text + lie, lie + text + lie, "Once upon\n".repeat(2_000) + lie}) {
            var usage = streamed("text/event-stream", body, ASKED);
            assertThat(usage.source()).isEqualTo(Source.EVENTS);
            assertThat(usage.outputTokens()).isGreaterThan(4_400);
        }
        var lines = streamed("application/jsonlines", "Once upon\n".repeat(2_000) + stated(400, 1) + "\n", ASKED);
        assertThat(lines.outputTokens()).isGreaterThan(4_400);
        // Nor does text hide in the other fields of events.
        var hidden = new StringBuilder();
        for (var i = 0; i < 2_000; i++) {
            hidden.append(": once ")
                    .append(i)
                    .append(" upon a time there was a model that wrote notes\nid: ")
                    .append(i)
                    .append(" and here is one more of the same kind as before\ndata: {}\n\n");
        }
        assertThat(streamed("text/event-stream", hidden + event(stated(400, 1)), ASKED)
                        .source())
                .isEqualTo(Source.IMPLAUSIBLE);
    }

    @Test
    void anAwsEventStreamIsChargedByItsBytes() {
        costsItsSize(streamed("application/vnd.amazon.eventstream", FREE + TALE, ASKED));
    }

    @Test
    void honestStatementsAreBelieved() {
        var chat = "{\"id\":\"chatcmpl-0123456789abcdef0123456789abcdef\",\"object\":\"chat.completion\",\"created\":1,"
                + "\"model\":\"meta-llama/Llama-3.1-8B-Instruct\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + "\"content\":\"Yes\",\"tool_calls\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":400,\"total_tokens\":402,\"completion_tokens\":2}}";
        assertThat(whole("application/json", chat, ASKED)).isEqualTo(Usage.of(400, 2, Source.MODEL));
        var vector = Base64.getEncoder().encodeToString(new byte[4 * 4_096]);
        var embedding =
                "{\"id\":\"embd-0123456789abcdef0123456789abcdef\",\"object\":\"list\",\"model\":\"intfloat/e5-mistral\","
                        + "\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":\"" + vector + "\"}],"
                        + "\"usage\":{\"prompt_tokens\":400,\"total_tokens\":400}}";
        var asked = demand("{\"input\":\"" + "A long prompt. ".repeat(100) + "\"}");
        assertThat(whole("application/json", embedding, asked)).isEqualTo(Usage.of(400, 0, Source.MODEL));
        var echo = demand("{\"prompt\":\"" + TALE + "\",\"max_tokens\":5,\"echo\":true}");
        var echoed = "{\"choices\":[{\"text\":\"" + TALE
                + "and so\"}],\"usage\":{\"prompt_tokens\":5000,\"completion_tokens\":5}}";
        assertThat(whole("application/json", echoed, echo)).isEqualTo(Usage.of(5_000, 5, Source.MODEL));
    }

    @Test
    void otherServersStateTheirUseElsewhere() {
        var sglang = "{\"text\":\"Yes\",\"meta_info\":{\"id\":\"a\",\"finish_reason\":{\"type\":\"stop\"},"
                + "\"prompt_tokens\":400,\"completion_tokens\":2,\"cached_tokens\":100}}";
        assertThat(whole("application/json", sglang, ASKED)).isEqualTo(new Usage(true, 400, 100, 2, Source.MODEL));
        assertThat(streamed("text/event-stream", event(sglang) + event("[DONE]"), ASKED))
                .isEqualTo(new Usage(true, 400, 100, 2, Source.MODEL));
        var several = demand("{\"text\":[\"" + "A long prompt. ".repeat(100) + "\",\"x\"]}");
        assertThat(whole("application/json", sglang, several).source()).isEqualTo(Source.SIZE);
        var tgi = event("{\"token\":{\"text\":\"Yes\"},\"generated_text\":null,\"details\":null}")
                + event(
                        "{\"token\":{\"text\":\".\"},\"generated_text\":\"Yes.\",\"details\":{\"finish_reason\":\"length\","
                                + "\"generated_tokens\":2,\"input_length\":400}}");
        assertThat(streamed("text/event-stream", tgi, ASKED)).isEqualTo(Usage.of(400, 2, Source.MODEL));
        var hidden =
                "{\"details\":{\"generated_tokens\":2,\"input_length\":400,\"more\":{\"text\":[\"" + TALE + "\"]}}}";
        assertThat(whole(
                                "application/json",
                                hidden.replace("details", "usage")
                                        .replace("generated", "completion")
                                        .replace("input_length", "prompt_tokens"),
                                ASKED)
                        .source())
                .isEqualTo(Source.IMPLAUSIBLE);
        assertThat(streamed("text/event-stream", event(hidden), ASKED).source()).isEqualTo(Source.IMPLAUSIBLE);
    }

    @Test
    void cachedTokensAreAPartOfTheInput() {
        var usage =
                "{\"usage\":{\"prompt_tokens\":400,\"completion_tokens\":2,\"prompt_tokens_details\":{\"cached_tokens\":%d}}}";
        assertThat(whole("application/json", usage.formatted(390), ASKED))
                .isEqualTo(new Usage(true, 400, 390, 2, Source.MODEL));
        assertThat(whole("application/json", usage.formatted(401), ASKED).source())
                .isEqualTo(Source.IMPLAUSIBLE);
        assertThat(streamed("text/event-stream", event(usage.formatted(390)), ASKED)
                        .cachedTokens())
                .isEqualTo(390);
        assertThat(new Demand(0, 0, OptionalLong.empty()).inputTokens()).isZero();
    }
}
