package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.local.lambda.FunctionLog;
import io.sagegate.local.lambda.FunctionSettings;
import io.sagegate.local.lambda.HttpFront;
import io.sagegate.local.lambda.LambdaFunction;
import io.sagegate.local.world.XRayDaemon;
import io.sagegate.trace.SpanId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = SharedWorld.MODELS, mode = ResourceAccessMode.READ)
final class TracesTest {
    private static final LocalWorld WORLD = SharedWorld.get();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CALLS = 48;

    @TempDir
    private Path directory;

    /// One call that nobody else makes, in anything: its caller, its traces, its endpoint's route.
    private record Call(int number) {
        String root() {
            return "1-5759e988-%024x".formatted(number + 1);
        }

        String traceId() {
            return "4bf92f3577b34da6a3ce%012x".formatted(number + 1);
        }

        String caller() {
            return "caller-" + number;
        }

        boolean permitted() {
            return number % 4 != 3;
        }

        HttpRequest to(URI base) throws IOException {
            var groups = permitted() ? List.of("clinicians") : List.of("visitors");
            var token = WORLD.localIssuer().orElseThrow().token(caller(), Map.of("sub", caller(), "groups", groups));
            var streams = number % 2 == 0;
            var path = streams ? "/endpoints/tale-llm/invocations-response-stream" : SampleCall.PATH;
            var body = streams
                    ? "{\"max_tokens\":4,\"pause_ms\":1}"
                    : SampleCall.read().features();
            return HttpRequest.newBuilder(URI.create(base + path))
                    .header("content-type", streams ? "application/json" : "text/csv")
                    .header("authorization", "Bearer " + token)
                    .header("x-amzn-trace-id", "Root=" + root())
                    .header("traceparent", "00-" + traceId() + "-00f067aa0ba902b7-00")
                    .POST(BodyPublishers.ofString(body))
                    .build();
        }
    }

    /// As Lambda Managed Instances run it: one process, many calls at once. Once under Lambda's own runtime client, and
    /// once under the loop that streams. In the end the X-Ray daemon is lost, and nobody notices.
    @ParameterizedTest
    @ValueSource(strings = {"", "/var/task/stream-runtime", "/var/task/buffered-runtime"})
    void callsAtTheSameTimeKeepTheirTracesCallersAndIdsApart(String wrapper) throws Exception {
        var audit = new CopyOnWriteArrayList<JsonNode>();
        try (var daemon = XRayDaemon.start(directory.resolve("traces.jsonl"));
                var log = new FunctionLog(directory.resolve("function.log"), directory.resolve("audit.log"));
                var function = LambdaFunction.start(settings(daemon, wrapper), log, InstantSource.system());
                var front = HttpFront.functionUrl(0, "us-east-1", function, InstantSource.system());
                var http = HttpClient.newHttpClient()) {
            log.follow(audit::add);
            var calls = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (var i = 0; i < CALLS; i++) {
                calls.add(http.sendAsync(new Call(i).to(front.uri()), BodyHandlers.ofString()));
            }
            var answers = calls.stream().map(CompletableFuture::join).toList();
            await().until(() -> audit.stream().filter(SharedWorld::isCompletion).count(), count -> count == CALLS);
            await().until(() -> daemon.received().size(), size -> size == CALLS);
            for (var i = 0; i < CALLS; i++) {
                assertApart(new Call(i), answers.get(i), audit, documents(daemon));
            }
            lose(daemon);
            for (var i = 0; i < 4; i++) {
                var call = new Call(CALLS + i);
                var answer = http.send(call.to(front.uri()), BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(call.permitted() ? 200 : 403);
            }
            await().until(() -> audit.stream().filter(SharedWorld::isCompletion).count(), count -> count == CALLS + 4);
        }
    }

    private static void lose(AutoCloseable daemon) throws Exception {
        daemon.close();
    }

    private static Map<String, JsonNode> documents(XRayDaemon daemon) throws IOException {
        var documents = new HashMap<String, JsonNode>();
        for (var line : daemon.received()) {
            var document = JSON.readTree(line);
            var root = document.path("trace_id").asText();
            // The shared world's daemon hears other tests' calls too.
            if (root.startsWith("1-5759e988-0000")) {
                assertThat(documents.put(root, document)).isNull();
            }
        }
        return documents;
    }

    private static void assertApart(
            Call call, HttpResponse<String> answer, List<JsonNode> audit, Map<String, JsonNode> documents) {
        assertThat(answer.statusCode()).isEqualTo(call.permitted() ? 200 : 403);
        var id = header(answer, "x-request-id");
        var span = SpanId.ofRequest(id);
        assertThat(header(answer, "traceparent")).isEqualTo("00-" + call.traceId() + "-" + span + "-01");
        assertThat(header(answer, "x-amzn-trace-id"))
                .isEqualTo("Root=" + call.root() + ";Parent=" + span + ";Sampled=1");

        var lines = audit.stream()
                .filter(line -> line.at("/api/request/uid").asText().equals(id))
                .toList();
        assertThat(lines).hasSize(call.permitted() ? 2 : 1).allSatisfy(line -> {
            assertThat(line.at("/actor/user/uid").asText()).isEqualTo(call.caller());
            assertThat(line.at("/trace/uid").asText()).isEqualTo(call.root());
            assertThat(line.at("/trace/span/uid").asText()).isEqualTo(span);
            assertThat(line.at("/unmapped/traceparent").asText()).startsWith("00-" + call.traceId() + "-");
        });

        assertThat(documents).containsKey(call.root());
        var document = documents.getOrDefault(call.root(), JSON.nullNode());
        assertThat(document.path("id").asText()).isEqualTo(span);
        assertThat(document.at("/annotations/w3c_trace_id").asText()).isEqualTo(call.traceId());
        assertThat(document.at("/annotations/decision").asText()).isEqualTo(call.permitted() ? "allow" : "deny");

        if (call.permitted()) {
            assertThat(attributesOfCall(id))
                    .startsWith("traceparent=00-" + call.traceId() + "-")
                    .endsWith(",x-request-id=" + id);
        }
    }

    private static String header(HttpResponse<?> answer, String name) {
        assertThat(answer.headers().allValues(name)).as(name).hasSize(1);
        return answer.headers().firstValue(name).orElseThrow();
    }

    private static String attributesOfCall(String id) {
        return WORLD.sagemakerFront().orElseThrow().calls().stream()
                .map(call -> call.header("x-amzn-sagemaker-custom-attributes"))
                .filter(attributes -> attributes.contains(id))
                .findFirst()
                .orElseThrow();
    }

    private FunctionSettings settings(XRayDaemon daemon, String wrapper) throws IOException {
        var usual = WORLD.settings(LocalWorld.Code.GATEWAY);
        var environment = new HashMap<>(usual.environment());
        environment.put("AWS_LAMBDA_MAX_CONCURRENCY", "8");
        environment.put(
                "AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:" + daemon.address().getPort());
        var settings = new FunctionSettings(
                usual.handler(),
                usual.classPath(),
                environment,
                usual.region(),
                usual.account(),
                Duration.ofSeconds(30),
                usual.memoryMegabytes(),
                1,
                directory.resolve("task"));
        return wrapper.isEmpty() ? settings : settings.inTask(directory.resolve("streaming-task"), wrapper);
    }

    /// As Lambda usually runs it: one call after the other, some without a trace of their own.
    @Test
    void callsInARowLeaveNothingToTheNext() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            for (var i = 0; i < 24; i++) {
                var call = new Call(1_000 + i);
                var answer = http.send(call.to(WORLD.gateway()), BodyHandlers.ofString());
                var id = header(answer, "x-request-id");
                await().until(() -> documents(WORLD.xray()).containsKey(call.root()));
                assertApart(call, answer, SharedWorld.auditOf(id), documents(WORLD.xray()));

                var bare = http.send(
                        HttpRequest.newBuilder(URI.create(WORLD.gateway() + "/whoami"))
                                .header(
                                        "authorization",
                                        "Bearer "
                                                + WORLD.localIssuer()
                                                        .orElseThrow()
                                                        .token("mallory"))
                                .build(),
                        BodyHandlers.ofString());
                var line = SharedWorld.auditOf(header(bare, "x-request-id")).getFirst();
                assertThat(line.at("/actor/user/uid").asText()).isEqualTo("mallory");
                var root = line.at("/trace/uid").asText();
                assertThat(header(bare, "x-amzn-trace-id")).startsWith("Root=" + root + ";");
                assertThat(header(bare, "traceparent"))
                        .startsWith("00-" + root.substring(2).replace("-", "") + "-");
            }
        }
    }

    @Test
    void theCallersTraceGoesOnToTheModelWithItsState() throws IOException, InterruptedException {
        var state = "vendor=a:b,other=c";
        assertThat(sent(SampleCall.PATH, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", state))
                .startsWith("traceparent=00-4bf92f3577b34da6a3ce929d0e0e4736-")
                .contains(",tracestate=vendor=a:b%2Cother=c");
        assertThat(sent(SampleCall.PATH, "00-00000000000000000000000000000000-00f067aa0ba902b7-01", state))
                .doesNotContain("traceparent=00-00000000", "tracestate");
        assertThat(sent("/v1/chat/completions", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", state))
                .startsWith("traceparent=00-4bf92f3577b34da6a3ce929d0e0e4736-")
                .contains(",tracestate=vendor=a:b%2Cother=c");
    }

    private static String sent(String path, String traceParent, String state) throws IOException, InterruptedException {
        var openAi = path.startsWith("/v1/");
        var body = openAi
                ? "{\"model\":\"tale\",\"max_tokens\":3,\"messages\":[{\"role\":\"user\",\"content\":\"A tale\"}]}"
                : SampleCall.read().features();
        var request = HttpRequest.newBuilder(URI.create(WORLD.gateway() + path))
                .header("content-type", openAi ? "application/json" : "text/csv")
                .header(
                        "authorization",
                        "Bearer " + WORLD.localIssuer().orElseThrow().token("alice"))
                .header("traceparent", traceParent)
                .header("tracestate", state)
                .POST(BodyPublishers.ofString(body))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return attributesOfCall(header(answer, "x-request-id"));
        }
    }
}
