package io.sagegate.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// What scripts read: `stack.json`, `env.json`, `env.sh` and events with live tokens, in the world's own directory and,
/// for the
/// newest world, one level up. Written whole or not at all; `stack.json` is removed on stop.
final class StackFile implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String NAME = "stack.json";

    private final Path own;
    private final Path newest;
    private final JsonNode content;

    private StackFile(Path own, Path newest, JsonNode content) {
        this.own = own;
        this.newest = newest;
        this.content = content;
    }

    static StackFile write(LocalWorld world) throws IOException, InterruptedException {
        Path own = world.directory();
        Path newest = own.resolveSibling("").toAbsolutePath().normalize();
        for (Path directory : new Path[] {own, newest}) {
            store(directory.resolve("env.json"), samVariables(world));
            store(directory.resolve("env.sh"), shellVariables(world).getBytes(StandardCharsets.UTF_8));
            for (SampleEvent event : SampleEvent.all(world)) {
                store(
                        directory.resolve("events").resolve(event.fileName()),
                        event.json().getBytes(StandardCharsets.UTF_8));
            }
        }
        StackFile file = new StackFile(own, newest, content(world));
        store(own.resolve(NAME), file.content);
        store(newest.resolve(NAME), file.content);
        return file;
    }

    private static ObjectNode content(LocalWorld world) throws IOException, InterruptedException {
        ObjectNode json = JSON.createObjectNode();
        json.put("pid", ProcessHandle.current().pid());
        json.put("gateway", world.gateway().toString());
        json.put("streaming", world.streaming().toString());
        json.put("httpApi", world.httpApi().toString());
        json.put("restApi", world.restApi().toString());
        json.put("page", world.page().toString());
        json.put("issuer", world.issuerUri().toString());
        world.localIssuer()
                .ifPresent(i -> json.put("tokenEndpoint", i.tokenEndpoint().toString()));
        json.put("dynamodb", world.dynamodb().toString());
        json.put("sagemaker", world.sagemaker().toString());
        json.put("secretsManager", world.secrets().endpoint().toString());
        json.put("rotatedSecret", LocalSecrets.SECRET);
        json.put("policyTable", Seeding.POLICY_TABLE);
        json.put("usageTable", Seeding.USAGE_TABLE);
        json.put("auditLog", world.auditLog().toString());
        json.put("functionLog", world.functionLog().toString());
        json.put("traces", world.traces().toString());
        ArrayNode endpoints = json.putArray("endpoints");
        if (world.sagemakerFront().isPresent()) {
            LocalWorld.ENDPOINTS.forEach(endpoints::add);
        }
        ObjectNode tokens = json.putObject("tokens");
        world.localIssuer()
                .ifPresent(i -> tokens.put("alice", i.token("alice"))
                        .put("mallory", i.token("mallory"))
                        .put("tristan", i.token("tristan")));
        return json;
    }

    /// The form of `sam local invoke --env-vars`. The function runs in a container there, where loopback is the
    /// container itself: `host.docker.internal` is what Docker calls the machine.
    private static ObjectNode samVariables(LocalWorld world) {
        ObjectNode json = JSON.createObjectNode();
        ObjectNode parameters = json.putObject("Parameters");
        world.templateVariables()
                .forEach((name, value) -> parameters.put(name, value.replace("127.0.0.1", "host.docker.internal")));
        return json;
    }

    /// What the commands of the documentation name.
    private static String shellVariables(LocalWorld world) throws IOException, InterruptedException {
        var lines = new StringBuilder()
                .append("export GATEWAY=")
                .append(world.gateway())
                .append('\n')
                .append("export STREAMING_URL=")
                .append(world.streaming())
                .append('\n')
                .append("export ROW=")
                .append(SampleCall.read().features())
                .append('\n');
        world.localIssuer()
                .ifPresent(i ->
                        lines.append("export TOKEN=").append(i.token("alice")).append('\n'));
        return lines.toString();
    }

    private static void store(Path file, JsonNode json) throws IOException {
        store(file, JSON.writeValueAsBytes(json));
    }

    private static void store(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".draft", ".json");
        Files.write(draft, bytes);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Removes the files, the shared one only while it is still ours.
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(own.resolve(NAME));
        Path shared = newest.resolve(NAME);
        if (Files.exists(shared)
                && JSON.readTree(shared.toFile()).path("gateway").equals(content.path("gateway"))) {
            Files.deleteIfExists(shared);
        }
    }
}
