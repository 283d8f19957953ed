package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.sagegate.local.world.Fault;
import io.sagegate.local.world.HostedEndpoint;
import io.sagegate.local.world.RuntimeCall;
import io.sagegate.local.world.SageMakerFront;
import io.sagegate.local.world.ScriptedContainer;
import io.sagegate.local.world.ScriptedContainer.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Streams through the real parts: a container's chunks, SageMaker Runtime's frames, the gateway under its own
/// runtime loop, the Runtime API's streaming mode, a client's connection.
@ResourceLock(SharedWorld.MODELS)
final class StreamingPathTest {
    private static final LocalWorld WORLD = SharedWorld.get();
    private static final LocalIssuer ISSUER = WORLD.localIssuer().orElseThrow();
    private static final SageMakerFront FRONT = WORLD.sagemakerFront().orElseThrow();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TALE = "{\"max_tokens\":5,\"pause_ms\":1}";

    private static HttpRequest request(URI base, String caller, String accept, String body) {
        return HttpRequest.newBuilder(URI.create(base + "/endpoints/tale-llm/invocations-response-stream"))
                .header("content-type", "application/json")
                .header("accept", accept)
                .header("authorization", "Bearer " + ISSUER.token(caller))
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static HttpResponse<InputStream> stream(String accept, String body)
            throws IOException, InterruptedException {
        return HTTP.send(request(WORLD.streaming(), "alice", accept, body), BodyHandlers.ofInputStream());
    }

    private static String rest(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<JsonNode> linesOf(HttpResponse<?> answer) throws InterruptedException {
        return SharedWorld.auditOf(answer.headers().firstValue("x-request-id").orElseThrow());
    }

    private static JsonNode completionOf(HttpResponse<?> answer) throws InterruptedException {
        var completions =
                linesOf(answer).stream().filter(SharedWorld::isCompletion).toList();
        assertThat(completions).hasSize(1);
        return completions.getFirst();
    }

    private static long callsWith(HttpResponse<?> answer) {
        var id = answer.headers().firstValue("x-request-id").orElseThrow();
        return FRONT.calls().stream()
                .filter(call -> call.header("x-amzn-sagemaker-inference-id").equals(id))
                .count();
    }

    /// Runs with another container behind the endpoint.
    private static void with(URI container, Work work) throws Exception {
        var before = FRONT.host("tale-llm", HostedEndpoint.of(container)).orElseThrow();
        try {
            work.run();
        } finally {
            FRONT.host("tale-llm", before);
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    @Test
    void aTokenReachesTheClientBeforeTheModelHasMadeTheNext() throws Exception {
        var seen = new CountDownLatch(1);
        var model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        model.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("content-type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                out.write("data: one\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                // The second token exists only once the client has read the first.
                out.write(("data: " + (await(seen) ? "two" : "nobody saw one") + "\n\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        });
        model.start();
        try {
            with(URI.create("http://127.0.0.1:" + model.getAddress().getPort()), () -> {
                var answer = stream("text/event-stream", "{}");
                var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
                assertThat(lines.readLine()).isEqualTo("data: one");
                seen.countDown();
                assertThat(lines.lines().toList()).containsExactly("", "data: two", "");
            });
        } finally {
            model.stop(0);
        }
    }

    private static boolean await(CountDownLatch latch) throws IOException {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void theModelsOwnEventsPassThroughAndAreRecordedOnceWhenTheyHaveEnded() throws Exception {
        var answer = stream("text/event-stream", TALE);
        var body = rest(answer);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(answer.headers().firstValue("x-amzn-invoked-production-variant"))
                .contains("AllTraffic");
        assertThat(body.split("\n\n")).hasSize(5).allMatch(event -> event.startsWith("data:{\"token\""));
        assertThat(body).contains("\"generated_text\":\"Alice was beginning to get \"");
        assertThat(linesOf(answer)).hasSize(2);
        var line = completionOf(answer);
        assertThat(line.path("status_code").asText()).isEqualTo("granted");
        assertThat(line.path("api").path("operation").asText()).isEqualTo("InvokeEndpointWithResponseStream");
        assertThat(line.toString()).contains(sha256(body));
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aModelThatBreaksOffIsToldInBandAndRecorded() throws Exception {
        try (var container = ScriptedContainer.start((_, _, _) -> Response.of(200, "text/event-stream", "data: 1\n\n")
                .pause(java.time.Duration.ofMillis(50))
                .cut())) {
            with(container.uri(), () -> {
                var answer = stream("text/event-stream", "{}");
                var body = rest(answer);
                assertThat(body).startsWith("data: 1\n\nevent: error\ndata: {").endsWith("}\n\n");
                assertThat(JSON.readTree(body.substring(body.indexOf('{')))
                                .path("reason")
                                .asText())
                        .isEqualTo("model_stream_error");
                assertThat(completionOf(answer).path("status_code").asText()).isEqualTo("model_stream_error");
            });
        }
    }

    @Test
    void aStreamCutOnTheWayIsNotedAndNoTokenComesTwice() throws Exception {
        FRONT.fault("tale-llm", Fault.CUT_INSIDE);
        try {
            var answer = stream("text/event-stream", TALE);
            var body = rest(answer);
            assertThat(body).contains("event: error", "\"reason\":\"stream_truncated\"");
            assertThat(body.split("\"token\"", -1)).hasSize(2);
            assertThat(callsWith(answer)).isEqualTo(1);
            assertThat(completionOf(answer).path("status_code").asText()).isEqualTo("stream_truncated");
        } finally {
            FRONT.heal("tale-llm");
        }
    }

    @Test
    void aBrokenStreamWithoutAFormForErrorsIsCutForTheClientToo() throws Exception {
        FRONT.fault("tale-llm", Fault.STREAM_FAILURE);
        try {
            var answer = stream("text/plain", TALE);
            assertThatThrownBy(() -> rest(answer)).isInstanceOf(IOException.class);
            assertThat(completionOf(answer).path("status_code").asText()).isEqualTo("model_stream_error");
        } finally {
            FRONT.heal("tale-llm");
        }
    }

    @Test
    void aModelThatRefusesBeforeItBeginsIsAProblemAsEverywhere() throws Exception {
        try (var container = ScriptedContainer.start((_, _, _) -> Response.of(503, "text/plain", "secret reason"))) {
            with(container.uri(), () -> {
                var answer = stream("text/event-stream", "{}");
                var problem = JSON.readTree(rest(answer));
                assertThat(answer.statusCode()).isEqualTo(424);
                assertThat(problem.path("reason").asText()).isEqualTo("model_error");
                assertThat(problem.path("original_status").asInt()).isEqualTo(503);
                assertThat(problem.toString()).doesNotContain("secret");
            });
        }
    }

    @Test
    void aCallerWithoutTheGrantIsRefusedOnTheStreamingFunctionToo() throws Exception {
        var answer =
                HTTP.send(request(WORLD.streaming(), "mallory", "text/event-stream", TALE), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(completionOf(answer).path("status_code").asText()).isEqualTo("not_granted");
        assertThat(callsWith(answer)).isZero();
    }

    @Test
    void theBufferedFunctionAnswersTheWholeStreamAtOnce() throws Exception {
        var answer = HTTP.send(request(WORLD.gateway(), "alice", "text/plain", TALE), BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("Alice was beginning to get ");
        assertThat(completionOf(answer).path("status_code").asText()).isEqualTo("granted");
    }

    @Test
    void theBufferedFunctionToldOfABrokenStreamAnswersNothingOfIt() throws Exception {
        FRONT.fault("tale-llm", Fault.CUT_INSIDE);
        try {
            var answer = HTTP.send(request(WORLD.gateway(), "alice", "text/plain", TALE), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(JSON.readTree(answer.body()).path("reason").asText()).isEqualTo("stream_truncated");
        } finally {
            FRONT.heal("tale-llm");
        }
    }

    @Test
    void wholeAnswersAlsoComeThroughTheStreamingFunction() throws Exception {
        var health =
                HttpRequest.newBuilder(WORLD.streaming().resolve("/healthz")).build();

        assertThat(HTTP.send(health, BodyHandlers.ofString()).body()).isEqualTo("{\"status\":\"ok\"}");
    }

    @Test
    void theStreamsRequestNamesWhatTheModelShouldAnswerWith() throws Exception {
        var answer = stream("application/jsonlines", TALE);
        var body = rest(answer);

        assertThat(answer.headers().firstValue("content-type")).contains("application/jsonlines");
        assertThat(body.lines()).hasSize(5);
        RuntimeCall call = FRONT.calls().getLast();
        assertThat(call.operation()).isEqualTo("invocations-response-stream");
        assertThat(call.header("x-amzn-sagemaker-accept")).isEqualTo("application/jsonlines");
    }
}
