package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.gateway.LineOfGateway.Script;
import io.sagegate.limits.LimitUse;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.document.ModelReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a limit counts a streamed call's tokens, the gateway asks for the usage itself, and keeps the answer to that
/// from the client.
final class AskedUsageTest {
    private static final String TOKENS = "100000 tokens per day";
    private static final String CHAT =
            "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}";
    private static final String WORDS = """
            data: {"id":"c","choices":[{"delta":{"content":"one"}}],"usage":null}

            data: {"id":"c","choices":[{"delta":{"content":" two"}}],"usage":null}

            """;
    private static final String USAGE = "data: {\"id\":\"c\",\"choices\":[],\"usage\":"
            + "{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private static LineOfGateway line(Object... grant) {
        try {
            var models = ModelReader.models(new PolicyNode(Map.of("m", Map.of("endpoint", "llm")), "models"));
            return new LineOfGateway(List.of(grant(grant)), models);
        } catch (PolicySyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static String asked(LineOfGateway line, String more) {
        line.whole(line.openAi("chat/completions", CHAT.formatted(more)));
        return new String(line.calls.getLast().body().bytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"stream_options\":null",
                ",\"stream_options\":{}",
                ",\"stream_options\":{\"include_usage\":false}"
            })
    void theContainerIsAskedWhereTheClientDidNotAsk(String more) {
        assertThat(asked(line("limits", List.of(TOKENS)), more)).containsOnlyOnce("\"include_usage\":true");
        var usd = "1 USD per day at 0.01 USD per 1000 tokens";
        assertThat(asked(line("limits", List.of(usd)), more)).containsOnlyOnce("\"include_usage\":true");
    }

    @Test
    void whatElseTheOptionsSayStays() {
        var line = line("limits", List.of(TOKENS));
        assertThat(asked(line, ",\"stream_options\":{\"continuous_usage_stats\":false}"))
                .contains("\"continuous_usage_stats\":false")
                .contains("\"include_usage\":true");
    }

    @Test
    void itIsNotAskedWhereNothingCountsTokensOrThePolicySaysSo() {
        assertThat(asked(line(), "")).doesNotContain("stream_options");
        assertThat(asked(line("limits", List.of("5 requests per day")), "")).doesNotContain("stream_options");
        assertThat(asked(line("limits", List.of(TOKENS), "counting", Map.of("askUsage", false)), ""))
                .doesNotContain("stream_options");
        var whole = line("limits", List.of(TOKENS));
        whole.whole(whole.openAi("chat/completions", "{\"model\":\"m\",\"messages\":[]}"));
        assertThat(new String(whole.calls.getLast().body().bytes(), StandardCharsets.UTF_8))
                .doesNotContain("stream_options");
    }

    @Test
    void aGuardsSchemaJudgesWhatTheCallerWrote() {
        var schema = Map.of(
                "type",
                "object",
                "properties",
                Map.of("model", true, "stream", true, "messages", true),
                "additionalProperties",
                false);
        var guard = Map.of("name", "strict", "rules", Map.of("schema", schema));
        assertThat(asked(line("limits", List.of(TOKENS), "guard", guard), "")).contains("include_usage");
    }

    private static List<Object> cut(String body, int size) {
        var pieces = new ArrayList<Object>();
        for (var from = 0; from < body.length(); from += size) {
            pieces.add(body.substring(from, Math.min(body.length(), from + size)));
        }
        return pieces;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 64, 10_000})
    void theExtraEventIsChargedAndDoesNotLeaveHoweverItIsCut(int size) {
        for (var end : List.of("\n", "\r\n", "\r")) {
            var line = line("limits", List.of(TOKENS));
            line.streams = _ -> new Script(cut((WORDS + USAGE + DONE).replace("\n", end), size));
            var response = line.whole(line.openAi("chat/completions", CHAT.formatted("")));
            assertThat(new String(response.body(), StandardCharsets.UTF_8))
                    .isEqualTo((WORDS + DONE).replace("\n", end));
            assertThat(line.completion().charge().usage()).contains(Usage.of(11, 7, Usage.Source.MODEL));
            assertThat(line.completion().charge().limits())
                    .extracting(LimitUse::charged)
                    .containsExactly(18L);
        }
    }

    @Test
    void aClientThatAsksGetsIt() {
        var line = line("limits", List.of(TOKENS));
        line.streams = _ -> new Script(List.of(WORDS, USAGE, DONE));
        var more = ",\"stream_options\":{\"include_usage\":true}";
        var response = line.whole(line.openAi("chat/completions", CHAT.formatted(more)));
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(WORDS + USAGE + DONE);
        assertThat(line.completion().charge().limits())
                .extracting(LimitUse::charged)
                .containsExactly(18L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: {'choices':[{'delta':{'content':'a'}}],'usage':{'completion_tokens':1}}",
                "data: {'choices':[],'usage':null}",
                "data: {'choices':[],'prompt_filter_results':'usage'}",
                "data: {'usage':{'completion_tokens':1}}",
                "data: not 'usage' JSON",
                ": a comment with 'usage'",
            })
    void everyOtherEventLeavesAsItCame(String event) {
        var line = line("limits", List.of(TOKENS));
        var body = (event + "\n\n").replace('\'', '"') + "data: " + "x".repeat(100_000) + "\n\ntail";
        line.streams = _ -> new Script(cut(body, 1_000));
        var response = line.whole(line.openAi("chat/completions", CHAT.formatted("")));
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(body);
    }

    @Test
    void aStreamWithoutTheEventIsChargedByItsEvents() {
        var line = line("limits", List.of(TOKENS));
        line.streams = _ -> new Script(List.of(WORDS, DONE));
        line.whole(line.openAi("chat/completions", CHAT.formatted("")));
        assertThat(line.completion().charge().usage()).contains(Usage.of(5, 3, Usage.Source.EVENTS));
    }
}
