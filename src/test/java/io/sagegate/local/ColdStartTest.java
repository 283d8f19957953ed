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
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Things that a first call must not wait for.
final class ColdStartTest {
    private static final LocalWorld WORLD = SharedWorld.get();

    /// Each of the two costs half a second of CPU and more.
    @Test
    void aGrantedCallLoadsNeitherALoggingLibraryNorAGeneratedClient(@TempDir Path directory) throws Exception {
        var classes = directory.resolve("classes.txt");
        try (var log = new FunctionLog(directory.resolve("function.log"), directory.resolve("audit.log"));
                var function = LambdaFunction.start(settings(directory, classes), log, InstantSource.system());
                var front = HttpFront.functionUrl(0, "us-east-1", function, InstantSource.system());
                var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(front.uri() + "/endpoints/tumor-xgb/invocations"))
                    .header("content-type", "text/csv")
                    .header(
                            "authorization",
                            "Bearer " + WORLD.localIssuer().orElseThrow().token("alice"))
                    .POST(BodyPublishers.ofString(SampleCall.read().features()))
                    .build();
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
        assertThat(Files.readString(classes))
                .contains("io.sagegate.gateway.Gateway")
                .doesNotContain("org.slf4j.LoggerFactory")
                .doesNotContain("org.apache.logging")
                .doesNotContain("software.amazon.awssdk.core.client");
    }

    private static FunctionSettings settings(Path directory, Path classes) throws Exception {
        var usual = WORLD.settings(LocalWorld.Code.GATEWAY);
        var variables = new HashMap<>(usual.environment());
        variables.put(LambdaFunction.JVM_OPTIONS, "-Xlog:class+load=info:file=" + classes);
        return new FunctionSettings(
                usual.handler(),
                usual.classPath(),
                variables,
                usual.region(),
                usual.account(),
                usual.timeout(),
                usual.memoryMegabytes(),
                1,
                directory.resolve("task"));
    }
}
