package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.sagegate.local.lambda.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The whole path on real parts: a real token, the real runtime client, a real policy row, a real model, and
/// what is on record afterwards.
final class WholePathTest {
    private static final LocalWorld WORLD = SharedWorld.get();
    private static final LocalIssuer ISSUER = WORLD.localIssuer().orElseThrow();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROW = row();
    private static final JsonSchema OCSF = JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(WholePathTest.class.getResourceAsStream("/ocsf/api_activity-1.8.0.schema.json"));

    private static String row() {
        try {
            return SampleCall.read().features();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> call(URI base, String endpoint, UnaryOperator<HttpRequest.Builder> changes)
            throws IOException, InterruptedException {
        var path = base.toString() + "/endpoints/" + endpoint + "/invocations";
        var request = HttpRequest.newBuilder(URI.create(path))
                .header("content-type", "text/csv")
                .POST(BodyPublishers.ofString(ROW));
        return HTTP.send(changes.apply(request).build(), BodyHandlers.ofString());
    }

    private static UnaryOperator<HttpRequest.Builder> bearer(String token) {
        return request -> request.header("authorization", "Bearer " + token);
    }

    private static JsonNode completionOf(String requestId) throws InterruptedException {
        var lines = SharedWorld.auditOf(requestId);
        for (var line : lines) {
            assertThat(OCSF.validate(line)).isEmpty();
        }
        assertThat(lines.stream().filter(SharedWorld::isCompletion)).hasSize(1);
        return lines.stream().filter(SharedWorld::isCompletion).findFirst().orElseThrow();
    }

    private static JsonNode completionOf(HttpResponse<?> answer) throws InterruptedException {
        return completionOf(answer.headers().firstValue("x-request-id").orElseThrow());
    }

    /// A refusal as the caller sees it and as the record has it.
    private static void assertRefused(HttpResponse<String> answer, int status, String reason)
            throws IOException, InterruptedException {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        var problem = JSON.readTree(answer.body());
        assertThat(problem.path("reason").asText()).isEqualTo(reason);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("Exception", "java", "arn:", "\tat ");
        var line = completionOf(answer);
        assertThat(line.path("status_code").asText()).isEqualTo(reason);
        assertThat(line.path("http_response").path("code").asInt()).isEqualTo(status);
        if (status == 401) {
            assertThat(answer.headers()
                            .firstValue("x-amzn-remapped-www-authenticate")
                            .orElse(""))
                    .startsWith("Bearer");
        }
    }

    @Test
    void anAllowedCallerGetsTheModelsPredictionAndLeavesAnAttemptAndACompletion()
            throws IOException, InterruptedException {
        var answer = call(WORLD.gateway(), "tumor-xgb", bearer(ISSUER.token("alice")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body())
                        .path("predictions")
                        .get(0)
                        .path("label")
                        .asText())
                .isIn("malignant", "benign");
        assertThat(answer.headers().firstValue("x-amzn-invoked-production-variant"))
                .isPresent();
        var line = completionOf(answer);
        assertThat(line.path("action").asText()).isEqualTo("Allowed");
        assertThat(line.path("policy").path("uid").asText()).isEqualTo("tumor-reader/0");
        assertThat(line.path("actor").path("user").path("uid").asText()).isEqualTo("alice");
        assertThat(SharedWorld.auditOf(
                        answer.headers().firstValue("x-request-id").orElseThrow()))
                .hasSize(2);
    }

    @Test
    void theModelReceivesTheTraceAndTheRequestIdAndNoCredential() throws IOException, InterruptedException {
        var token = ISSUER.token("alice");
        var traceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        var answer = call(
                WORLD.gateway(),
                "tumor-xgb",
                request -> bearer(token).apply(request).header("traceparent", traceParent));
        var id = answer.headers().firstValue("x-request-id").orElseThrow();
        var sent = WORLD.sagemakerFront().orElseThrow().calls().stream()
                .filter(call -> call.toString().contains(id)
                        || call.headers().toString().contains(id))
                .findFirst()
                .orElseThrow();
        assertThat(sent.headers().toString()).contains("traceparent=00-4bf92f3577b34da6a3ce929d0e0e4736-");
        assertThat(sent.headers().toString()).doesNotContain(token);
    }

    @Test
    void everyWayInTakesTokensAndIamIdentities() throws IOException, InterruptedException {
        for (var base : new URI[] {WORLD.gateway(), WORLD.httpApi(), WORLD.restApi()}) {
            assertThat(call(base, "tumor-xgb", bearer(ISSUER.token("alice"))).statusCode())
                    .isEqualTo(200);
            var iam = call(base, "tumor-xgb", request -> request.header("X-Local-Iam-Arn", SampleCall.IAM_ARN));
            assertThat(iam.statusCode()).isEqualTo(200);
            assertThat(completionOf(iam).path("unmapped").path("principal_kind").asText())
                    .isEqualTo("iam");
        }
    }

    @Test
    void callersWithoutAGrantAreRefused() throws IOException, InterruptedException {
        assertRefused(call(WORLD.gateway(), "tumor-xgb", bearer(ISSUER.token("mallory"))), 403, "not_granted");
        var intern = "arn:aws:sts::111122223333:assumed-role/Intern/bob";
        assertRefused(
                call(WORLD.gateway(), "tumor-xgb", request -> request.header("X-Local-Iam-Arn", intern)),
                403,
                "not_granted");
    }

    @Test
    void requirement13UnknownAndUngrantedEndpointsAnswerAlike() throws IOException, InterruptedException {
        var ungranted = call(WORLD.gateway(), "tumor-xgb-canary", bearer(ISSUER.token("alice")));
        var unknown = call(WORLD.gateway(), "no-such-endpoint", bearer(ISSUER.token("alice")));
        assertRefused(ungranted, 403, "not_granted");
        assertRefused(unknown, 403, "not_granted");
        assertThat(withoutId(ungranted)).isEqualTo(withoutId(unknown));
    }

    private static String withoutId(HttpResponse<String> answer) {
        return answer.body().replaceAll("\"request_id\":\"[^\"]*\"", "");
    }

    @Test
    void everyBrokenCredentialHasItsReason() throws IOException, InterruptedException {
        var base = WORLD.gateway();
        assertRefused(call(base, "tumor-xgb", request -> request), 401, "no_credential");
        assertRefused(call(base, "tumor-xgb", bearer("not.a.token")), 401, "malformed_token");
        assertRefused(call(base, "tumor-xgb", bearer(ISSUER.otherIssuerToken("alice"))), 401, "unknown_issuer");
        assertRefused(call(base, "tumor-xgb", bearer(ISSUER.expiredToken("alice"))), 401, "token_expired");
        assertRefused(call(base, "tumor-xgb", bearer(ISSUER.wrongAudienceToken("alice"))), 401, "wrong_audience");
        var token = ISSUER.token("alice");
        var forged = token.substring(0, token.length() - 8) + "AAAAAAAA".substring(0, 8);
        assertThat(call(base, "tumor-xgb", bearer(forged)).statusCode()).isEqualTo(401);
        assertRefused(
                call(base, "tumor-xgb", request -> bearer(token).apply(request).header("x-api-key", "sg_x")),
                400,
                "ambiguous_credential");
    }

    @Test
    void aBodyOverTheLimitIsTooLarge() throws IOException, InterruptedException {
        var event = Files.readString(Path.of("events", "function-url-iam.json"));
        var body = JSON.readTree(event).path("body").asText();
        var answer = answer(event.replace(body, "1".repeat(6_000_001)));
        assertThat(answer.path("statusCode").asInt()).isEqualTo(413);
        assertThat(completionOf(requestId(answer, "")).path("status_code").asText())
                .isEqualTo("body_too_large");
    }

    @Test
    void requirement24TheModelsOwnErrorKeepsItsStatusAndLosesItsText() throws IOException, InterruptedException {
        var answer = call(
                WORLD.gateway(),
                "tumor-xgb",
                request -> bearer(ISSUER.token("alice")).apply(request).POST(BodyPublishers.ofString("1,2,3")));
        assertRefused(answer, 424, "model_error");
        assertThat(JSON.readTree(answer.body()).path("original_status").asInt()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("features", "measurements");
    }

    @Test
    void healthNeedsNoCredentialAndSaysNothingMore() throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(WORLD.gateway().resolve("/healthz")).build();
        assertThat(HTTP.send(request, BodyHandlers.ofString()).body()).isEqualTo("{\"status\":\"ok\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "not-http, 400, malformed_event",
        "missing-fields, 400, malformed_event",
        "unknown-payload-version, 400, malformed_event",
        "bad-base64, 400, malformed_body",
        "no-token, 401, no_credential",
        "broken-token, 401, malformed_token",
        "two-credentials, 400, ambiguous_credential",
        "wrong-issuer, 401, unknown_issuer",
        "unknown-path, 404, no_such_path",
        "wrong-method, 405, method_not_allowed",
        "wrong-role, 403, not_granted",
        "endpoint-not-granted, 403, not_granted",
        "unknown-endpoint, 403, not_granted",
        "function-url-iam, 200, granted",
        "function-url-iam-base64, 200, granted",
        "http-api-iam, 200, granted",
        "rest-iam, 200, granted",
        "healthz, 200, answered",
    })
    void everyShippedEventGivesItsStatusAndOneLine(String name, int status, String reason)
            throws IOException, InterruptedException {
        var event = Files.readString(Path.of("events", name + ".json"));
        // Each sample has one request id; a fresh one keeps its lines apart from other runs'.
        var id = UUID.randomUUID().toString();
        var answer = answer(event.replaceAll("\"requestId\": *\"[^\"]*\"", "\"requestId\":\"" + id + "\""));
        assertThat(answer.path("statusCode").asInt()).isEqualTo(status);
        var line = completionOf(requestId(answer, id));
        assertThat(line.path("status_code").asText()).isEqualTo(reason);
    }

    private static String requestId(JsonNode answer, String whenAbsent) {
        var single = answer.path("headers").path("x-request-id").asText();
        return single.isEmpty()
                ? answer.path("multiValueHeaders").path("x-request-id").path(0).asText(whenAbsent)
                : single;
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "null", "42", "\"text\"", "{\"a\":1,\"a\":2}", "{}", "", "\u0000"})
    void requirement24GarbageIsAnsweredAndTheRuntimeLives(String event) throws IOException, InterruptedException {
        var answer = answer(event);
        assertThat(answer.path("statusCode").asInt()).isEqualTo(400);
        assertThat(answer.path("body").asText()).contains("malformed_event");
        assertThat(completionOf(requestId(answer, "")).path("status_code").asText())
                .isEqualTo("malformed_event");
    }

    private static JsonNode answer(String event) throws IOException, InterruptedException {
        var trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
        var outcome = WORLD.function().invoke(event.getBytes(StandardCharsets.UTF_8), trace);
        assertThat(outcome).isInstanceOf(Outcome.Buffered.class);
        return JSON.readTree(((Outcome.Buffered) outcome).payload());
    }

    @Test
    void stagesArriveAtTheXRayDaemonAsSubsegments() throws IOException, InterruptedException {
        var answer = call(WORLD.gateway(), "tumor-xgb", bearer(ISSUER.token("alice")));
        var traceId = completionOf(answer).path("trace").path("uid").asText();
        await().untilAsserted(() -> assertThat(WORLD.xray().received().stream()
                        .map(WholePathTest::read)
                        .filter(segment -> segment.path("trace_id").asText().equals(traceId))
                        .flatMap(segment -> segment.path("subsegments").valueStream())
                        .map(stage -> stage.path("name").asText()))
                .contains("auth", "policy", "sagemaker"));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
