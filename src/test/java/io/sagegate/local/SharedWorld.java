package io.sagegate.local;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sagegate.local.LocalWorld.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// The whole local stack, booted once for all tests of a JVM and ended with it.
public final class SharedWorld {
    /// The lock of the models that all tests share. Who makes one fail, or counts its calls, wants it alone. Who calls
    /// a model while other classes run reads it.
    public static final String MODELS = "the models of the shared world";

    private static final List<JsonNode> AUDIT = new CopyOnWriteArrayList<>();
    private static final LocalWorld WORLD = start();

    private SharedWorld() {}

    public static LocalWorld get() {
        return WORLD;
    }

    /// The audit lines of one request, once its completion is there.
    public static List<JsonNode> auditOf(String requestId) throws InterruptedException {
        Predicate<JsonNode> ofRequest =
                line -> line.path("api").path("request").path("uid").asText().equals(requestId)
                        || line.path("unmapped")
                                .path("event_request_id")
                                .asText()
                                .equals(requestId);
        return await("completion line of request " + requestId)
                .until(
                        () -> AUDIT.stream().filter(ofRequest).toList(),
                        lines -> lines.stream().anyMatch(SharedWorld::isCompletion));
    }

    public static boolean isCompletion(JsonNode line) {
        return line.path("unmapped").path("phase").asText().equals("completion");
    }

    private static LocalWorld start() {
        try {
            var directory = Files.createDirectories(Path.of("target", "local"));
            var options = new StackOptions();
            var world = LocalWorld.start(options, Code.GATEWAY, Files.createTempDirectory(directory, "test"), _ -> {});
            world.log().follow(AUDIT::add);
            Runtime.getRuntime().addShutdownHook(new Thread(world::close));
            return world;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
