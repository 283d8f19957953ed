package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The rotation function as Lambda runs it, and the gateway that its keys open, on the real clock.
final class RotationFunctionTest {
    private static final LocalWorld WORLD = SharedWorld.get();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /// As the documented command asks.
    private static JsonNode ask(String operation, String secret) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(WORLD.secrets().endpoint())
                .header("x-amz-target", "secretsmanager." + operation)
                .header(
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential=local/20261123/us-east-1/secretsmanager/aws4_request")
                .POST(BodyPublishers.ofString("{\"SecretId\":\"" + secret + "\"}"));
        return JSON.readTree(HTTP.send(request.build(), BodyHandlers.ofString()).body());
    }

    private static String rotated() throws Exception {
        ask("RotateSecret", LocalSecrets.SECRET);
        WORLD.secrets().lastRotation().get();
        var secret =
                ask("GetSecretValue", LocalSecrets.SECRET).path("SecretString").asText();
        return JSON.readTree(secret).path("key").asText();
    }

    private static int predict(String key) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(WORLD.gateway() + "/endpoints/tumor-xgb/invocations"))
                .header("content-type", "text/csv")
                .header("x-api-key", key)
                .POST(BodyPublishers.ofString("1" + ",1".repeat(29)))
                .build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static Instant end(String key) {
        var id = AttributeValue.fromS("key/" + key.split("_", 3)[1]);
        var item = WORLD.tables()
                .getItem(get -> get.tableName(Seeding.POLICY_TABLE).key(Map.of("id", id)))
                .item();
        var expires = item.getOrDefault("expires", AttributeValue.fromN("0"));
        return Instant.ofEpochSecond(Long.parseLong(expires.n()));
    }

    @Test
    void aRotatedKeyWorksThroughItsOverlapAndIsDeadAfterIt() throws Exception {
        var old = rotated();
        var fresh = rotated();
        assertThat(fresh).startsWith("sg_").isNotEqualTo(old);
        var end = end(old);
        var status = predict(old);
        if (Instant.now().isBefore(end)) {
            assertThat(status).isEqualTo(200);
        }
        assertThat(predict(fresh)).isEqualTo(200);
        assertThat(end).isBefore(Instant.now().plusSeconds(5));
        await().until(() -> !Instant.now().isBefore(end));
        assertThat(predict(old)).isEqualTo(401);
        assertThat(predict(fresh)).isEqualTo(200);
    }

    @Test
    void aRefusedRotationIsAFailedInvocation() throws Exception {
        WORLD.secrets().hold(LocalSecrets.PREFIX + "Not A Client", "{}");
        ask("RotateSecret", LocalSecrets.PREFIX + "Not A Client");
        assertThatThrownBy(() -> WORLD.secrets().lastRotation().get())
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("RotationRefusedException");
    }
}
