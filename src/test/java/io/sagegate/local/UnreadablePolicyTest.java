package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sagegate.local.lambda.FunctionLog;
import io.sagegate.local.lambda.FunctionSettings;
import io.sagegate.local.lambda.HttpFront;
import io.sagegate.local.lambda.LambdaFunction;
import java.io.IOException;
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
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Requirement 23 over the whole path: without a policy that can be read nothing is allowed, and that is on record.
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = SharedWorld.MODELS, mode = ResourceAccessMode.READ)
final class UnreadablePolicyTest {
    private static final LocalWorld WORLD = SharedWorld.get();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String TABLE = "unreadable-policy";

    /// Seconds for which the function may use the policy that it read.
    private static final int TIME_TO_LIVE = 1;

    @TempDir
    private Path directory;

    @Test
    void requirement23AnUnreadablePolicyTableAllowsNothingAndIsOnRecord() throws IOException, InterruptedException {
        LocalTables.create(WORLD.tables(), TABLE);
        WORLD.policy().apply(WORLD.localIssuer().orElseThrow().uri(), WORLD.tables(), TABLE);
        var audit = directory.resolve("audit.log");
        try (var log = new FunctionLog(directory.resolve("function.log"), audit);
                var function = LambdaFunction.start(settings(), log, InstantSource.system());
                var front = HttpFront.functionUrl(0, Account.REGION, function, InstantSource.system())) {
            assertThat(call(front.uri()).statusCode()).isEqualTo(200);
            WORLD.tables().deleteTable(table -> table.tableName(TABLE));
            // The cached policy may serve for its time to live, and no longer.
            Thread.sleep(TIME_TO_LIVE * 1_000L + 100);
            var refused = call(front.uri());
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body())
                    .contains("\"reason\":\"policy_unavailable\"")
                    .doesNotContain("Exception");
            var id = refused.headers().firstValue("x-request-id").orElseThrow();
            Predicate<String> ofRequest = line -> line.contains(id);
            await().untilAsserted(() -> assertThat(Files.readAllLines(audit))
                    .filteredOn(ofRequest)
                    .singleElement()
                    .asString()
                    .contains("\"status_code\":\"policy_unavailable\"", "\"action\":\"Denied\""));
        }
    }

    private FunctionSettings settings() throws IOException {
        var usual = WORLD.settings(LocalWorld.Code.GATEWAY);
        var variables = new HashMap<>(usual.environment());
        variables.put("POLICY_TABLE", TABLE);
        variables.put("POLICY_TTL_SECONDS", Integer.toString(TIME_TO_LIVE));
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

    private static HttpResponse<String> call(URI base) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + SampleCall.PATH))
                .header("content-type", "text/csv")
                .header("X-Local-Iam-Arn", SampleCall.IAM_ARN)
                .POST(BodyPublishers.ofString(SampleCall.read().features()));
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
