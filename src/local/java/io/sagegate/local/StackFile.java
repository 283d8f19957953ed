package io.sagegate.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files that scripts read: `stack.json`, `env.json`, `env.sh` and events with live tokens. They are in the
/// world's own directory and, for the newest world, one level up.
///
/// Each is written whole or not at all, and all are removed on stop. The files one level up are then those of the
/// newest world that still runs.
final class StackFile implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String NAME = "stack.json";
    private static final String VARIABLES = "env.json";
    private static final String SHELL = "env.sh";
    private static final String EVENTS = "events";

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
            store(directory.resolve(VARIABLES), samVariables(world));
            store(directory.resolve(SHELL), shellVariables(world).getBytes(StandardCharsets.UTF_8));
            for (SampleEvent event : SampleEvent.all(world)) {
                store(
                        directory.resolve(EVENTS).resolve(event.fileName()),
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
        json.put("controlPlane", world.control().endpoint().toString());
        json.put("rotatedSecret", LocalSecrets.SECRET);
        json.put("policyTable", Seeding.POLICY_TABLE);
        json.put("usageTable", Seeding.USAGE_TABLE);
        json.put("auditLog", world.auditLog().toString());
        json.put("functionLog", world.functionLog().toString());
        json.put("traces", world.traces().toString());
        ArrayNode endpoints = json.putArray("endpoints");
        world.sagemakerFront().ifPresent(front -> front.endpoints().forEach(endpoints::add));
        ArrayNode models = json.putArray("models");
        world.policy().models().forEach(models::add);
        ObjectNode tokens = json.putObject("tokens");
        world.localIssuer()
                .ifPresent(i -> tokens.put("alice", i.token("alice"))
                        .put("mallory", i.token("mallory"))
                        .put("tristan", i.token("tristan")));
        return json;
    }

    /// The form of `sam local invoke --env-vars`. The function then runs in a container, where loopback is the
    /// container itself; Docker calls the machine `host.docker.internal`.
    private static ObjectNode samVariables(LocalWorld world) {
        ObjectNode json = JSON.createObjectNode();
        ObjectNode parameters = json.putObject("Parameters");
        world.allTemplateVariables()
                .forEach((name, value) -> parameters.put(name, value.replace("127.0.0.1", "host.docker.internal")));
        return json;
    }

    /// The variables that the documentation's commands name.
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
        lines.append("export PORTS='").append(ports(world)).append("'\n");
        return lines.toString();
    }

    /// The ports on loopback that a function in a container must reach; the issuer's is the last.
    private static String ports(LocalWorld world) {
        List<URI> parts = new ArrayList<>(
                List.of(world.dynamodb(), world.sagemaker(), world.secrets().endpoint()));
        world.sts().ifPresent(sts -> parts.add(sts.endpoint()));
        parts.add(world.issuerUri());
        return parts.stream()
                .map(URI::getPort)
                .filter(port -> port > 0)
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
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

    /// Removes the files, the shared ones only if they are still ours. The files of another running world then
    /// replace them.
    @Override
    public void close() throws IOException {
        remove(own);
        Path shared = newest.resolve(NAME);
        if (Files.exists(shared)
                && JSON.readTree(shared.toFile()).path("gateway").equals(content.path("gateway"))) {
            remove(newest);
            Optional<Path> other = newestOther();
            if (other.isPresent()) {
                copy(other.get(), newest);
            }
        }
    }

    private static void remove(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(NAME));
        Files.deleteIfExists(directory.resolve(VARIABLES));
        Files.deleteIfExists(directory.resolve(SHELL));
        for (Path event : events(directory)) {
            Files.delete(event);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (String name : List.of(VARIABLES, SHELL)) {
            store(to.resolve(name), Files.readAllBytes(from.resolve(name)));
        }
        for (Path event : events(from)) {
            store(to.resolve(EVENTS).resolve(event.getFileName()), Files.readAllBytes(event));
        }
        store(to.resolve(NAME), Files.readAllBytes(from.resolve(NAME)));
    }

    private static List<Path> events(Path directory) throws IOException {
        Path events = directory.resolve(EVENTS);
        if (!Files.isDirectory(events)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(events)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    private Optional<Path> newestOther() throws IOException {
        Optional<Path> found = Optional.empty();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(newest, Files::isDirectory)) {
            for (Path directory : directories) {
                if (runs(directory)
                        && found.filter(other -> !isNewer(directory, other)).isEmpty()) {
                    found = Optional.of(directory);
                }
            }
        }
        return found;
    }

    private static boolean runs(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        return Files.exists(file)
                && ProcessHandle.of(JSON.readTree(file.toFile()).path("pid").asLong())
                        .isPresent();
    }

    private static boolean isNewer(Path one, Path other) {
        return one.resolve(NAME).toFile().lastModified()
                > other.resolve(NAME).toFile().lastModified();
    }
}
