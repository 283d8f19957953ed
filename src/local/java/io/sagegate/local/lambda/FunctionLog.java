package io.sagegate.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sagegate.local.witness.Witness;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The output of the function in two files: one has every line, the other the audit lines.
public final class FunctionLog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int API_ACTIVITY = 6003;

    private final BufferedWriter all;
    private final BufferedWriter audit;
    private final List<Consumer<JsonNode>> followers = new CopyOnWriteArrayList<>();

    public FunctionLog(Path functionLog, Path auditLog) throws IOException {
        this.all = writer(functionLog);
        this.audit = writer(auditLog);
    }

    /// Calls the follower with each audit line from now on, in order.
    public void follow(Consumer<JsonNode> follower) {
        followers.add(follower);
    }

    synchronized void line(String line) {
        Witness.current().logged(line);
        try {
            append(all, line);
            JsonNode json = auditLine(line);
            if (!json.isMissingNode()) {
                append(audit, line);
                followers.forEach(f -> f.accept(json));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode auditLine(String line) {
        JsonNode nothing = MissingNode.getInstance();
        if (!line.startsWith("{") || !line.contains("class_uid")) {
            return nothing;
        }
        try {
            JsonNode json = JSON.readTree(line);
            return json.path("class_uid").asInt() == API_ACTIVITY ? json : nothing;
        } catch (JsonProcessingException e) {
            return nothing;
        }
    }

    private static BufferedWriter writer(Path file) throws IOException {
        return Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void append(BufferedWriter writer, String line) throws IOException {
        writer.write(line);
        writer.newLine();
        writer.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        all.close();
        audit.close();
    }
}
