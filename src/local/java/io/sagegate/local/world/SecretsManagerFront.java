package io.sagegate.local.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// AWS Secrets Manager on loopback: its JSON 1.1 protocol, versions and staging labels, and rotation by four calls
/// of a function.
///
/// Operations: CreateSecret, DescribeSecret, GetSecretValue, ListSecretVersionIds, PutSecretValue,
/// UpdateSecretVersionStage, RotateSecret. A request must have a signature for this service, but the signature is
/// not verified.
public final class SecretsManagerFront implements AutoCloseable {
    /// The rotation function. It gets the event that Secrets Manager would send; an exception ends the rotation.
    @FunctionalInterface
    public interface RotationFunction {
        void invoke(String event) throws Exception;
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TARGET = "secretsmanager.";
    private static final int LARGEST = 131_072;
    private static final List<String> STEPS = List.of("createSecret", "setSecret", "testSecret", "finishSecret");

    private final Map<String, HeldSecret> secrets = new LinkedHashMap<>();
    private final RotationFunction function;
    private final LoopbackServer server;
    private volatile CompletableFuture<Void> rotation = CompletableFuture.completedFuture(null);

    private SecretsManagerFront(RotationFunction function) throws IOException {
        this.function = function;
        this.server = LoopbackServer.start(this::serve);
    }

    public static SecretsManagerFront start(RotationFunction function) throws IOException {
        return new SecretsManagerFront(function);
    }

    public URI endpoint() {
        return server.uri();
    }

    /// Adds a secret that a function rotates.
    public synchronized void hold(String name, String value, String rotationFunction) {
        var secret = new HeldSecret(name);
        try {
            secret.rotateWith(rotationFunction);
            secret.put(UUID.randomUUID().toString(), value, List.of("AWSCURRENT"));
        } catch (SecretsError e) {
            throw new IllegalArgumentException(e);
        }
        secrets.put(name, secret);
    }

    /// The end of the last rotation that was started. It fails with the function's own exception.
    public CompletableFuture<Void> lastRotation() {
        return rotation;
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        var headers = LoopbackServer.headers(exchange);
        var body = LoopbackServer.body(exchange, LARGEST);
        var target = headers.getOrDefault("x-amz-target", "");
        if (!headers.getOrDefault("authorization", "").contains("/secretsmanager/aws4_request")) {
            answer(exchange, 400, error("MissingAuthenticationTokenException", "Missing Authentication Token"));
            return;
        }
        try {
            var answer = dispatch(target.startsWith(TARGET) ? target.substring(TARGET.length()) : "", body);
            answer(exchange, 200, answer);
        } catch (SecretsError e) {
            answer(exchange, 400, error(e.type(), String.valueOf(e.getMessage())));
        }
    }

    private synchronized JsonNode dispatch(String operation, byte[] body) throws SecretsError, IOException {
        var input = JSON.readTree(body);
        return switch (operation) {
            case "CreateSecret" -> create(input);
            case "DescribeSecret" -> secret(input).describe();
            case "ListSecretVersionIds" -> secret(input).list();
            case "GetSecretValue" ->
                secret(input)
                        .value(
                                input.path("VersionId").asText(""),
                                input.path("VersionStage").asText(""));
            case "PutSecretValue" ->
                secret(input).put(token(input), input.path("SecretString").asText(), stages(input));
            case "UpdateSecretVersionStage" ->
                secret(input)
                        .move(
                                input.path("VersionStage").asText(),
                                input.path("RemoveFromVersionId").asText(""),
                                input.path("MoveToVersionId").asText(""));
            case "RotateSecret" -> rotate(secret(input), input);
            default -> throw new SecretsError("UnknownOperationException", "");
        };
    }

    private JsonNode create(JsonNode input) throws SecretsError {
        var name = input.path("Name").asText();
        if (secrets.containsKey(name)) {
            throw new SecretsError(
                    "ResourceExistsException", "The operation failed because the secret " + name + " already exists.");
        }
        var secret = new HeldSecret(name);
        secrets.put(name, secret);
        if (!input.has("SecretString")) {
            return secret.named();
        }
        var version = token(input);
        secret.put(version, input.path("SecretString").asText(), List.of("AWSCURRENT"));
        return secret.named().put("VersionId", version);
    }

    private HeldSecret secret(JsonNode input) throws SecretsError {
        var id = input.path("SecretId").asText();
        for (var secret : secrets.values()) {
            if (secret.isCalled(id)) {
                return secret;
            }
        }
        throw new SecretsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }

    private JsonNode rotate(HeldSecret secret, JsonNode input) throws SecretsError {
        secret.rotateWith(input.path("RotationLambdaARN").asText(""));
        var token = token(input);
        if (!input.path("RotateImmediately").asBoolean(true)) {
            return secret.named();
        }
        secret.pending(token);
        var done = new CompletableFuture<Void>();
        rotation = done;
        Thread.ofVirtual().name("rotation").start(() -> rotate(secret.arn(), token, done));
        return secret.named().put("VersionId", token);
    }

    private void rotate(String arn, String token, CompletableFuture<Void> done) {
        try {
            for (var step : STEPS) {
                var event = JSON.createObjectNode()
                        .put("Step", step)
                        .put("SecretId", arn)
                        .put("ClientRequestToken", token)
                        .put("RotationToken", UUID.randomUUID().toString());
                function.invoke(event.toString());
            }
            done.complete(null);
        } catch (Exception e) {
            done.completeExceptionally(e);
        }
    }

    private static String token(JsonNode input) {
        return input.path("ClientRequestToken").asText(UUID.randomUUID().toString());
    }

    private static List<String> stages(JsonNode input) {
        return input.has("VersionStages")
                ? input.path("VersionStages")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList()
                : List.of("AWSCURRENT");
    }

    private static ObjectNode error(String type, String message) {
        return JSON.createObjectNode().put("__type", type).put("Message", message);
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        var headers = Map.of(
                "Content-Type",
                "application/x-amz-json-1.1",
                "x-amzn-RequestId",
                UUID.randomUUID().toString());
        LoopbackServer.answer(exchange, status, headers, JSON.writeValueAsBytes(body));
    }
}
