package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.local.lambda.Events;
import io.sagegate.local.lambda.FunctionLog;
import io.sagegate.local.lambda.FunctionSettings;
import io.sagegate.local.lambda.LambdaFunction;
import io.sagegate.local.lambda.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TracesTest {
    private static final LocalWorld WORLD = SharedWorld.get();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CALLS = 48;

    @TempDir
    private Path directory;

    /// As Lambda Managed Instances run it: one process, many calls at once, each with a trace of its own; and the
    /// X-Ray daemon is not there.
    @Test
    void callsAtTheSameTimeKeepTheirTracesApartAndALostDaemonCostsNothing() throws Exception {
        var expected = new HashMap<String, String>();
        var auditLog = directory.resolve("audit.log");
        try (var log = new FunctionLog(directory.resolve("function.log"), auditLog);
                var function = LambdaFunction.start(settings(), log, InstantSource.system())) {
            var events = new Events(
                    "us-east-1", SampleCall.PATH, "text/csv", SampleCall.read().features());
            var calls = new ArrayList<FutureTask<Outcome>>();
            for (var i = 0; i < CALLS; i++) {
                var event = events.withIdentity(SampleCall.IAM_ARN);
                var root = "1-5759e988-%024x".formatted(i + 1);
                expected.put(event.path("requestContext").path("requestId").asText(), root);
                var bytes = JSON.writeValueAsBytes(event);
                var call = new FutureTask<>(
                        () -> function.invoke(bytes, "Root=" + root + ";Parent=53995c3f42cd8ad8;Sampled=1"));
                calls.add(call);
                Thread.ofVirtual().start(call);
            }
            for (var call : calls) {
                assertThat(call.get()).isInstanceOf(Outcome.Buffered.class);
            }
        }
        var traces = new HashMap<String, String>();
        for (var line : Files.readAllLines(auditLog)) {
            var json = JSON.readTree(line);
            var trace = json.path("trace").path("uid").asText();
            var other =
                    traces.put(json.path("unmapped").path("event_request_id").asText(), trace);
            assertThat(other == null || other.equals(trace)).isTrue();
        }
        assertThat(traces).isEqualTo(expected);
    }

    private FunctionSettings settings() throws IOException {
        var usual = WORLD.settings(LocalWorld.Code.GATEWAY);
        var environment = new HashMap<>(usual.environment());
        environment.put("AWS_LAMBDA_MAX_CONCURRENCY", "8");
        environment.put("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:9");
        return new FunctionSettings(
                usual.handler(),
                usual.classPath(),
                environment,
                usual.region(),
                usual.account(),
                Duration.ofSeconds(30),
                usual.memoryMegabytes(),
                1,
                directory.resolve("task"));
    }

    @Test
    void theCallersTraceGoesOnToTheModelWithItsState() throws IOException, InterruptedException {
        var state = "vendor=a:b,other=c";
        assertThat(sent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", state))
                .contains("traceparent=00-4bf92f3577b34da6a3ce929d0e0e4736-", ",tracestate=vendor=a:b%2Cother=c");
        assertThat(sent("00-00000000000000000000000000000000-00f067aa0ba902b7-01", state))
                .doesNotContain("traceparent=00-00000000", "tracestate");
    }

    private static String sent(String traceParent, String state) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(WORLD.gateway() + SampleCall.PATH))
                .header("content-type", "text/csv")
                .header(
                        "authorization",
                        "Bearer " + WORLD.localIssuer().orElseThrow().token("alice"))
                .header("traceparent", traceParent)
                .header("tracestate", state)
                .POST(BodyPublishers.ofString(SampleCall.read().features()))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            var id = answer.headers().firstValue("x-request-id").orElseThrow();
            JsonNode line = SharedWorld.auditOf(id).getLast();
            assertThat(line.path("trace").path("uid").asText()).isNotEmpty();
            return WORLD.sagemakerFront().orElseThrow().calls().stream()
                    .map(call -> call.headers().toString())
                    .filter(headers -> headers.contains(id))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
