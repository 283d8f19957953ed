package io.sagegate.limits.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamedTokensTest {
    private static final String JSON = "application/json";
    private static final String WORD = "token ";

    private static long output(String type, String body) {
        var tokens = new StreamedTokens(type, Demand.ofSize(40));
        tokens.add(body.getBytes(StandardCharsets.UTF_8));
        return tokens.usage().outputTokens();
    }

    private static String chat(String text) {
        return "data: {\"id\":\"chatcmpl-0123456789abcdef0123456789abcdef\",\"object\":\"chat.completion.chunk\","
                + "\"model\":\"a-model-with-a-long-name\",\"provider\":\"a-name-that-nobody-knows\",\"choices\":[{\"index\":0,"
                + "\"delta\":{\"content\":\"" + text + "\"},\"logprobs\":{\"content\":[{\"token\":\"" + text + "\"}]},"
                + "\"finish_reason\":null}]}\n\n";
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 20, 70, 1400})
    void theSameTextCostsTheSameHoweverTheServerPutsItIntoEvents(int wordsOfAnEvent) {
        var stream = chat(WORD.repeat(wordsOfAnEvent)).repeat(1400 / wordsOfAnEvent) + "data: [DONE]\n\n";
        assertThat(output("text/event-stream", stream)).isCloseTo(output("text/plain", WORD.repeat(1400)), within(10L));
    }

    @Test
    void anEventWithOneTokenCostsOneWhateverIsAroundIt() {
        assertThat(output("text/event-stream", chat("a b").repeat(1000))).isBetween(1000L, 1010L);
        var bare = "data: {\"id\":\"c\",\"choices\":[{\"delta\":{\"role\":\"assistant\"},\"index\":0}]}\n\n";
        assertThat(output("text/event-stream", bare.repeat(10))).isEqualTo(10);
    }

    @Test
    void whatAServerSaysTwiceCostsOnce() {
        var tgi = new StringBuilder();
        var sglang = new StringBuilder();
        var text = new StringBuilder();
        for (var i = 0; i < 500; i++) {
            text.append("tok").append(i % 10);
            var whole = i == 499 ? "\"" + text + "\"" : "null";
            tgi.append("data:{\"index\":" + i + ",\"token\":{\"id\":" + i + ",\"text\":\"tok" + i % 10
                    + "\",\"logprob\":-0.5},\"generated_text\":" + whole + "}\n\n");
            sglang.append("data: {\"text\":\"" + text + "\",\"meta_info\":{\"id\":\"a\",\"finish_reason\":null}}\n\n");
        }
        sglang.append("data: {\"text\":\"" + text + "\",\"meta_info\":{\"id\":\"a\",\"finish_reason\":\"stop\"}}\n\n");
        assertThat(output("text/event-stream", tgi.toString())).isBetween(500L, 510L);
        assertThat(output("text/event-stream", sglang.toString())).isBetween(500L, 520L);
    }

    @Test
    void eventsThatAreNoJsonCostTheirBytes() {
        assertThat(output("text/event-stream", ("data: " + WORD.repeat(70) + "\n\n").repeat(20)))
                .isBetween(2_090L, 2_101L);
        assertThat(output("application/jsonlines", ("\"" + WORD.repeat(70) + "\"\n").repeat(20)))
                .isEqualTo(2_100L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1400\"", "1400.5", "-1", "{}"})
    void anOutputThatIsNoNumberOfTokensIsNotTakenForNone(String output) {
        var usage = "{\"usage\":{\"prompt_tokens\":10,\"total_tokens\":10,\"completion_tokens\":";
        assertThat(StatedUsage.of(JSON, (usage + output + "}}").getBytes(StandardCharsets.UTF_8), Demand.ofSize(40))
                        .outputTokens())
                .isGreaterThan(15);
        assertThat(StatedUsage.of(JSON, (usage + "null}}").getBytes(StandardCharsets.UTF_8), Demand.ofSize(40)))
                .isEqualTo(Usage.of(10, 0, Usage.Source.MODEL));
        assertThat(StatedUsage.of(JSON, (usage + "7.0}}").getBytes(StandardCharsets.UTF_8), Demand.ofSize(40)))
                .isEqualTo(Usage.of(10, 7, Usage.Source.MODEL));
    }
}
