package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.answer;
import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.gateway.LineOfGateway.Script;
import io.sagegate.http.Headers;
import io.sagegate.inference.InferenceResult;
import io.sagegate.limits.LimitUse;
import io.sagegate.limits.tokens.Usage.Source;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The cases of an attack by callers with a grant, over the whole line.
final class CountedCasesTest {
    private static final String JSON = "application/json";
    private static final String FREE = "{\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}";
    private static final String TALE = "Once upon a time. ".repeat(1_140);

    private static LineOfGateway line(String limit, Object... more) {
        var grant = grant(more);
        grant.put("actions", List.of("invoke", "invoke-stream", "invoke-async"));
        grant.put("limits", List.of(limit));
        return new LineOfGateway(grant);
    }

    private static long charged(LineOfGateway line) {
        return line.completion().charge().limits().stream()
                .mapToLong(LimitUse::charged)
                .sum();
    }

    @Test
    void requirement26AModelThatWritesAUsageMakesNoCallFree() {
        for (var type : List.of("text/plain", "application/json", "text/event-stream", "application/jsonlines")) {
            var line = line("100000 tokens per day");
            line.answers = _ -> new InferenceResult.Answer(
                    (FREE + " " + TALE).getBytes(StandardCharsets.UTF_8), Headers.of("content-type", type));
            line.whole(line.request("invocations", "{\"prompt\":\"hi\"}", "content-type", JSON));
            assertThat(charged(line)).as(type).isGreaterThan(5_000);

            var streamed = line("100000 tokens per day");
            streamed.streams = _ -> new Script(List.of("data: " + FREE + "\n\n", "data: " + TALE + "\n\n"));
            streamed.whole(
                    streamed.request("invocations-response-stream", "{\"prompt\":\"hi\"}", "content-type", JSON));
            assertThat(charged(streamed)).isGreaterThan(5_000);
        }
    }

    @Test
    void requirement26AModelThatWritesAHugeUsageClosesNoSharedLimit() {
        var line = line("100000 tokens per day");
        line.answers = _ -> answer("{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":999999999}}");
        line.whole(line.request("invocations", "{\"prompt\":\"hi\"}", "content-type", JSON));
        assertThat(charged(line)).isLessThan(100);
        assertThat(line.completion().charge().usage().orElseThrow().source()).isEqualTo(Source.IMPLAUSIBLE);
    }

    @Test
    void aPictureOfTwoMegabytesPassesAUsedLimitAndSettlesToTheStatement() {
        var pixels = new byte[600_000];
        new Random(1).nextBytes(pixels);
        var body = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What is this?\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(pixels) + "\"}}]}],\"max_tokens\":300}";
        var line = line("10000 tokens per day", "counting", Map.of("mediaTokens", 1_500L));
        line.answers = _ -> answer("{\"usage\":{\"prompt_tokens\":1100,\"completion_tokens\":20}}");
        for (var i = 0; i < 7; i++) {
            line.record.clear();
            assertThat(line.reasonOf(line.request("invocations", body, "content-type", JSON)))
                    .isEqualTo(Reason.GRANTED);
            assertThat(line.record.getFirst().charge().limits())
                    .extracting(LimitUse::charged)
                    .allSatisfy(aside -> assertThat(aside).isBetween(1_800L, 1_840L));
            assertThat(charged(line)).isEqualTo(1_120);
        }
        // Without a statement the picture is still one picture.
        var silent = line("10000 tokens per day");
        silent.streams = _ -> new Script(List.of("data: {\"choices\":[{\"text\":\"A cat\"}]}\n\n"));
        silent.whole(silent.request("invocations-response-stream", body, "content-type", JSON));
        assertThat(charged(silent)).isBetween(2_000L, 2_040L);
    }

    @Test
    void requirement27EightyDollarsDoNotPassALimitOfOne() {
        var line = line("1 USD per day at 1 USD per 1000 input tokens");
        var body = "{\"prompt\":\"" + "word ".repeat(64_000) + "\",\"max_tokens\":1}";
        var refused = line.whole(line.request("invocations", body, "content-type", JSON));
        var asked = line("100 tokens per day");
        var bounded = asked.whole(
                asked.request("invocations", "{\"prompt\":\"hi\",\"max_tokens\":5000}", "content-type", JSON));
        assertThat(refused.status()).isEqualTo(bounded.status()).isEqualTo(429);
        assertThat(List.of(refused, bounded))
                .allSatisfy(response ->
                        assertThat(response.headers().has("retry-after")).isFalse());
        assertThat(line.completion().reason()).isEqualTo(asked.completion().reason());
        assertThat(line.calls).isEmpty();
    }

    @Test
    void aBoundThatTheContainerOverlooksSetsAsideWhatItHeeds() {
        var body = "{\"max_tokens\":1,\"sampling_params\":{\"max_new_tokens\":8000}}";
        var line = line("100000 tokens per day");
        line.whole(line.request("invocations", body, "content-type", JSON));
        assertThat(line.record.getFirst().charge().limits())
                .extracting(LimitUse::charged)
                .allSatisfy(aside -> assertThat(aside).isGreaterThanOrEqualTo(8_000));
        var queued = line("100000 tokens per day, reserve 4000");
        queued.whole(queued.request("async-invocations", "{\"prompt\":\"hi\",\"max_tokens\":1}", "content-type", JSON));
        assertThat(charged(queued)).isEqualTo(4_001);
    }

    @Test
    void aPromptThatWasCachedIsChargedAtThePriceOfThat() {
        var line = line("5 USD per day at 1 USD per 1000 input tokens and 0.10 USD per 1000 cached tokens");
        line.answers = _ -> answer("{\"usage\":{\"prompt_tokens\":4000,\"completion_tokens\":10,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":3900}}}");
        var body = "{\"prompt\":\"" + "word ".repeat(3_000) + "\",\"max_tokens\":10}";
        line.whole(line.request("invocations", body, "content-type", JSON));
        assertThat(charged(line)).isEqualTo(100_000_000L + 390_000_000L);
    }
}
