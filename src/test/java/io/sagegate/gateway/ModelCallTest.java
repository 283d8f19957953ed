package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.answer;
import static io.sagegate.gateway.LineOfGateway.failure;
import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.api.Request;
import io.sagegate.api.Response;
import io.sagegate.audit.Verdict;
import io.sagegate.inference.ContainerError;
import io.sagegate.inference.InferenceResult;
import io.sagegate.policy.ModelRoutes;
import io.sagegate.policy.document.ModelReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls to models by their names: what clients of OpenAI's API see.
final class ModelCallTest {
    private static final String CHAT =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":5}";
    private static final String STREAM = CHAT.replace("\"max_tokens\":5", "\"max_tokens\":5,\"stream\":true");
    private static final Map<String, Object> SPARE = Map.of("endpoint", "llm", "variant", "spare");

    private static Map<String, ModelRoutes> models(Map<String, Object> model) {
        try {
            return ModelReader.models(new PolicyNode(Map.of("m", model), "models"));
        } catch (PolicySyntaxException e) {
            throw new IllegalArgumentException(e.path() + ": " + e.getMessage(), e);
        }
    }

    private static LineOfGateway line(Map<String, Object> grant, Map<String, Object> model) {
        return new LineOfGateway(List.of(grant), models(model));
    }

    /// A line with a spare variant to fall back on.
    private static LineOfGateway spared() {
        var main = grant("variants", List.of("main", "spare"));
        return line(main, Map.of("endpoint", "llm", "variant", "main", "fallbacks", List.of(SPARE)));
    }

    private static Request at(Request request, String method, String path) {
        return new Request(
                request.id(),
                request.eventId(),
                request.entry(),
                method,
                path,
                request.headers(),
                request.body(),
                request.sourceIp(),
                request.iam(),
                "",
                request.deadline(),
                request.defect());
    }

    private static Response post(LineOfGateway line, String path, String body) {
        var request = line.request("invocations", body, "content-type", "application/json");
        return line.whole(at(request, "POST", path));
    }

    private static Response chat(LineOfGateway line, String body) {
        return post(line, "/v1/chat/completions", body);
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void theAnswerNamesTheModelThatWasAskedFor() {
        var line = line(grant(), Map.of("endpoint", "llm", "containerModel", "/opt/ml/model"));
        line.answers = _ -> answer("{\"model\":\"/opt/ml/model\",\"choices\":[]}");
        assertThat(text(chat(line, CHAT))).isEqualTo("{\"model\":\"m\",\"choices\":[]}");

        line.record.clear();
        line.streams = _ -> new LineOfGateway.Script(List.of("data: {\"model\":\"/opt/ml", "/model\"}\n\n"));
        assertThat(text(chat(line, STREAM))).isEqualTo("data: {\"model\":\"m\"}\n\n");
    }

    @Test
    void anErrorInsideAStreamIsOnRecordAndTheClientSeesWhatTheModelSent() {
        var line = line(grant(), Map.of("endpoint", "llm"));
        var sent = "data: {\"error\":{\"message\":\"out of memory\"}}\n\n";
        line.streams = _ -> new LineOfGateway.Script(List.of(sent.substring(0, 10), sent.substring(10)));

        var response = chat(line, STREAM);

        assertThat(response.status()).isEqualTo(200);
        assertThat(text(response)).isEqualTo(sent);
        assertThat(line.completion().reason()).isEqualTo(Reason.MODEL_STREAM_ERROR);
        assertThat(line.completion().verdict()).isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void aWordInAStreamIsNoError() {
        var line = line(grant(), Map.of("endpoint", "llm"));
        line.streams = _ -> new LineOfGateway.Script(
                List.of("data: {\"choices\":[{\"delta\":{\"content\":\"\\\"error\\\"\"}}],\"error\":null}\n\n"));
        chat(line, STREAM);
        assertThat(line.completion().reason()).isEqualTo(Reason.GRANTED);
    }

    @ParameterizedTest
    @CsvSource({
        "ENDPOINT_THROTTLED,",
        "ENDPOINT_UNAVAILABLE,",
        "ROLE_UNAVAILABLE,",
        "MODEL_ERROR,503",
        "MODEL_ERROR,429"
    })
    void aTargetThatCannotServeIsPassedOver(Reason reason, @Nullable Integer status) {
        var line = spared();
        line.answers = call -> call.permit().target().variant().equals(Optional.of("spare"))
                ? answer("{}")
                : new InferenceResult.Failure(reason, Optional.ofNullable(status));

        assertThat(chat(line, CHAT).status()).isEqualTo(200);
        assertThat(line.completion().reason()).isEqualTo(Reason.GRANTED);
    }

    @Test
    void aTargetThatFailedIsNotPassedOver() {
        var line = spared();
        line.answers = _ -> new InferenceResult.Failure(Reason.MODEL_ERROR, Optional.of(500));

        assertThat(chat(line, CHAT).status()).isEqualTo(502);
        assertThat(line.calls).hasSize(1);
    }

    private static final InferenceResult TOO_LONG = new InferenceResult.Failure(
            Reason.MODEL_ERROR,
            Optional.of(400),
            Optional.of(ContainerError.of(
                    "{\"message\":\"This model's maximum context length is 8192. Mail ann@example.com.\"}")));

    @Test
    void aContainersWordsStayInsideButTheirClassIsTold() {
        var line = line(grant(), Map.of("endpoint", "llm"));
        line.answers = _ -> TOO_LONG;

        var response = chat(line, CHAT);

        assertThat(response.status()).isEqualTo(400);
        assertThat(text(response)).contains("context_length_exceeded").doesNotContain("8192");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aContainersWordsReachTheUserFilteredWhereTheModelOrTheGrantPassesThem(boolean byModel) {
        var filter = Map.of("name", "f", "rules", List.of(Map.of("mask", List.of("email"))));
        var grant = byModel ? grant("filter", filter) : grant("filter", filter, "errors", "pass");
        Map<String, Object> model = byModel ? Map.of("endpoint", "llm", "errors", "pass") : Map.of("endpoint", "llm");
        var line = line(grant, model);
        line.answers = _ -> TOO_LONG;

        assertThat(text(chat(line, CHAT))).contains("8192", "[email]").doesNotContain("ann@");
        assertThat(line.completion().toString()).doesNotContain("8192");
    }

    @Test
    void callersWhoMayUseAModelAreToldWhyNotSo() {
        var line = line(grant("actions", List.of("invoke")), Map.of("endpoint", "llm", "operations", List.of("chat")));
        assertThat(text(chat(line, STREAM))).contains("not for streaming").contains("not_granted");
        line.record.clear();
        var embedded = post(line, "/v1/embeddings", "{\"model\":\"m\",\"input\":\"x\"}");
        assertThat(embedded.status()).isEqualTo(400);
        assertThat(text(embedded)).contains("This model takes: chat.");
    }

    @Test
    void othersLearnNothingOfAName() {
        var line = line(grant("endpoint", "other"), Map.of("endpoint", "llm", "operations", List.of("chat")));
        assertThat(text(chat(line, CHAT))).contains("no_such_model");
        line.record.clear();
        assertThat(text(post(line, "/v1/embeddings", "{\"model\":\"m\",\"input\":\"x\"}")))
                .contains("no_such_model");
    }

    @Test
    void aConditionOnABodyHidesNoName() {
        var line = line(grant("when", Map.of("maxRequestBytes", 10)), Map.of("endpoint", "llm"));
        var listed = line.whole(at(line.request("invocations", ""), "GET", "/v1/models"));
        assertThat(text(listed)).contains("\"id\":\"m\"").doesNotContain("\"created\":0");
        line.record.clear();
        assertThat(text(chat(line, CHAT))).contains("condition_not_met");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"model\":\"m\"}|permit",
                "{\"model\":\"m\",\"operation\":\"embeddings\"}|operation_not_served",
                "{\"model\":\"m\",\"action\":\"invoke-stream\"}|not_granted",
                "{\"model\":\"n\"}|no_such_model",
                "{\"model\":\"m\",\"endpoint\":\"llm\"}|malformed_body",
                "{\"endpoint\":\"llm\"}|permit"
            })
    void explainTakesAModel(String body, String told) {
        var line = line(grant("actions", List.of("invoke")), Map.of("endpoint", "llm", "operations", List.of("chat")));
        assertThat(text(post(line, "/explain", body))).contains(told);
    }

    @Test
    void everyAnswerToAPageCarriesItsFieldsAlsoAnError() {
        var line = line(grant(), Map.of("endpoint", "llm"));
        line.answers = _ -> failure(Reason.ENDPOINT_UNAVAILABLE);
        var origin = "https://app.example.com";
        var request = line.request("invocations", CHAT, "content-type", "application/json", "origin", origin);
        assertThat(line.whole(request).headers().first("access-control-allow-origin"))
                .contains(origin);

        line.record.clear();
        var preflight = line.request("invocations", "", "origin", origin, "access-control-request-method", "POST");
        assertThat(line.whole(at(preflight, "OPTIONS", "/v1/chat/completions")).status())
                .isEqualTo(204);
        assertThat(line.completion().reason()).isEqualTo(Reason.ANSWERED);
    }

    @Test
    void aCallThatCanNeverFitIsNotToBeTriedAgain() {
        var line = line(grant("limits", List.of("10 tokens per day")), Map.of("endpoint", "llm"));
        var response = chat(line, CHAT.replace("\"max_tokens\":5", "\"max_tokens\":500"));
        assertThat(response.status()).isEqualTo(429);
        assertThat(response.headers().has("retry-after")).isFalse();
        assertThat(response.headers().first("x-should-retry")).contains("false");
        assertThat(text(response)).contains("at most 10 tokens");
    }
}
