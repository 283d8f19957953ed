package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.local.world.RuntimeCall;
import io.sagegate.local.world.SageMakerFront;
import io.sagegate.local.world.StsFront;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every way of calling, under grants with `assumeRole`: signed by a session that may do this one thing, before a
/// SageMaker that holds sessions to their policies.
final class AssumedRolePathTest {
    private static final LocalWorld WORLD = SharedWorld.get();
    private static final SageMakerFront FRONT = WORLD.sagemakerFront().orElseThrow();
    private static final StsFront STS = WORLD.sts().orElseThrow();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String ROW = "1" + ",1".repeat(29);

    private static HttpResponse<String> post(URI base, String path, String type, String body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .header(
                        "authorization",
                        "Bearer " + WORLD.localIssuer().orElseThrow().token("sasha"))
                .header("content-type", type)
                .POST(BodyPublishers.ofString(body));
        for (var i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    /// The call that the answer came from was signed by a session for this action and resources alone.
    private static void assertScoped(HttpResponse<String> answer, String action, String... resources) {
        var id = answer.headers().firstValue("x-request-id").orElseThrow();
        assertScoped(call -> call.header("x-amzn-sagemaker-inference-id").equals(id), action, resources);
    }

    private static void assertScoped(Predicate<RuntimeCall> which, String action, String... resources) {
        var key = FRONT.calls().reversed().stream()
                .filter(which)
                .map(RuntimeCall::accessKey)
                .findFirst()
                .orElseThrow();
        var session = STS.assumptions().stream()
                .filter(assumption -> assumption.accessKey().equals(key))
                .findFirst()
                .orElseThrow();
        assertThat(session.sourceIdentity()).isEqualTo("local.sasha");
        assertThat(session.policy())
                .contains("\"Action\":\"sagemaker:" + action + "\"")
                .endsWith("\"Resource\":[\"arn:aws:sagemaker:us-east-1:111122223333:"
                        + String.join("\",\"arn:aws:sagemaker:us-east-1:111122223333:", resources) + "\"]}]}");
    }

    @Test
    void aBufferedCallIsSignedByItsOwnSession() throws Exception {
        var answer = post(WORLD.gateway(), "/endpoints/tumor-xgb/invocations", "text/csv", ROW);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertScoped(answer, "InvokeEndpoint", "endpoint/tumor-xgb");
    }

    @Test
    void aCallOfAnInferenceComponentMayReachThatComponent() throws Exception {
        var answer = post(
                WORLD.gateway(),
                "/endpoints/tale-components/invocations",
                "application/json",
                "{\"max_tokens\":2}",
                "x-amzn-sagemaker-inference-component",
                "alice-1");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertScoped(answer, "InvokeEndpoint", "endpoint/tale-components", "inference-component/alice-1");
    }

    @Test
    void aStreamIsSignedByItsOwnSession() throws Exception {
        var path = "/endpoints/tale-llm/invocations-response-stream";
        var answer = post(WORLD.streaming(), path, "application/json", "{\"max_tokens\":3,\"pause_ms\":1}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isNotEmpty().doesNotContain("\"reason\"");
        assertScoped(answer, "InvokeEndpointWithResponseStream", "endpoint/tale-llm");
    }

    @Test
    void anAsynchronousCallIsSignedByItsOwnSession() throws Exception {
        var answer = post(WORLD.gateway(), "/endpoints/tale-llm/async-invocations", "application/json", "{}");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertScoped(call -> call.operation().equals("async-invocations"), "InvokeEndpointAsync", "endpoint/tale-llm");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallOfOpenAisApiIsSignedByItsOwnSession(boolean stream) throws Exception {
        var body = "{\"model\":\"tale\",\"stream\":" + stream
                + ",\"max_tokens\":3,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
        var base = stream ? WORLD.streaming() : WORLD.gateway();
        var answer = post(base, "/v1/chat/completions", "application/json", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"choices\"");
        assertScoped(answer, stream ? "InvokeEndpointWithResponseStream" : "InvokeEndpoint", "endpoint/chat-llm");
    }
}
