package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.local.lambda.FunctionLog;
import io.sagegate.local.lambda.FunctionSettings;
import io.sagegate.local.lambda.HttpFront;
import io.sagegate.local.lambda.LambdaFunction;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both functions started as for a SnapStart snapshot; the local Runtime API restores it at once.
final class SnapStartTest {
    private static final LocalWorld WORLD = SharedWorld.get();

    @ParameterizedTest
    @ValueSource(strings = {"", "/var/task/stream-runtime", "/var/task/buffered-runtime"})
    void aPrimedFunctionServesAndNothingOfThePrimingIsOnRecord(String wrapper, @TempDir Path directory)
            throws Exception {
        var output = directory.resolve("function.log");
        var audit = directory.resolve("audit.log");
        try (var log = new FunctionLog(output, audit);
                var function = LambdaFunction.start(settings(wrapper, directory), log, InstantSource.system());
                var front = HttpFront.functionUrl(0, "us-east-1", function, InstantSource.system())) {
            Readiness.await(front.uri().resolve("/healthz"), output);

            var answer = call(front.uri());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("predictions");
        }
        assertThat(Files.readAllLines(output).stream().filter(line -> line.contains("priming")))
                .isEmpty();
        assertThat(Files.readString(output)).contains("{\"message\":\"primed\",\"calls\":140}");
        assertThat(Files.readString(audit)).contains("alice").doesNotContain("priming");
    }

    private static FunctionSettings settings(String wrapper, Path directory) throws Exception {
        var usual = WORLD.settings(LocalWorld.Code.GATEWAY);
        var variables = new HashMap<>(usual.environment());
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        variables.put("PRIMING_ROUNDS", "5");
        // AWS's managed runtime lets CRaC's general API reach its own so.
        variables.put("JAVA_TOOL_OPTIONS", "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
        var settings = new FunctionSettings(
                usual.handler(),
                usual.classPath(),
                variables,
                usual.region(),
                usual.account(),
                usual.timeout(),
                usual.memoryMegabytes(),
                1,
                directory.resolve("task"));
        return wrapper.isEmpty() ? settings : settings.inTask(directory.resolve("own-task"), wrapper);
    }

    private static HttpResponse<String> call(URI base) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(base + "/endpoints/tumor-xgb/invocations"))
                    .header("content-type", "text/csv")
                    .header(
                            "authorization",
                            "Bearer " + WORLD.localIssuer().orElseThrow().token("alice"))
                    .POST(BodyPublishers.ofString(SampleCall.read().features()))
                    .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
