package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sagegate.local.LocalWorld.Code;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Requirement 23 over the whole path: without a policy that can be read nothing is allowed, and that is on record.
final class UnreadablePolicyTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void requirement23AnUnreadablePolicyTableAllowsNothingAndIsOnRecord() throws IOException, InterruptedException {
        var directory = Files.createDirectories(Path.of("target", "local"));
        try (var world = LocalWorld.start(
                new StackOptions(), Code.GATEWAY, Files.createTempDirectory(directory, "unreadable"), _ -> {})) {
            assertThat(call(world).statusCode()).isEqualTo(200);
            world.tables().deleteTable(table -> table.tableName(Seeding.POLICY_TABLE));
            // What is cached may serve for the policy's time to live, and no longer.
            Thread.sleep(Integer.parseInt(world.templateVariables().get("POLICY_TTL_SECONDS")) * 1_000L + 100);
            var refused = call(world);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body())
                    .contains("\"reason\":\"policy_unavailable\"")
                    .doesNotContain("Exception");
            var id = refused.headers().firstValue("x-request-id").orElseThrow();
            Predicate<String> ofRequest = line -> line.contains(id);
            await().untilAsserted(() -> assertThat(Files.readAllLines(world.auditLog()))
                    .filteredOn(ofRequest)
                    .singleElement()
                    .asString()
                    .contains("\"status_code\":\"policy_unavailable\"", "\"action\":\"Denied\""));
        }
    }

    private static HttpResponse<String> call(LocalWorld world) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(world.gateway() + SampleCall.PATH))
                .header("content-type", "text/csv")
                .header("X-Local-Iam-Arn", SampleCall.IAM_ARN)
                .POST(BodyPublishers.ofString(SampleCall.read().features()));
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
