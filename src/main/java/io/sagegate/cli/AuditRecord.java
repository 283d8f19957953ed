package io.sagegate.cli;

import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An audit line as a person reads it.
record AuditRecord(String line, Map<?, ?> json) {
    /// Empty for lines that are something else.
    static Optional<AuditRecord> parse(String line) {
        var brace = line.indexOf('{');
        if (brace < 0 || !line.startsWith("{\"class_uid\":6003,", brace)) {
            return Optional.empty();
        }
        try {
            var text = line.substring(brace);
            var json = Json.readObject(text.getBytes(StandardCharsets.UTF_8), JsonLimits.IDENTITY);
            return Optional.of(new AuditRecord(text, json));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /// The member at the path, as text; empty when it is not there.
    String text(String path) {
        @Nullable Object value = json;
        for (var name : path.split("/", -1)) {
            value = switch (value) {
                case Map<?, ?> map -> map.get(name);
                case List<?> list -> name.equals("0") && !list.isEmpty() ? list.getFirst() : null;
                case null, default -> null;
            };
        }
        return value == null || value instanceof Map || value instanceof List ? "" : String.valueOf(value);
    }

    /// The object at the path; empty when there is none.
    Map<?, ?> members(String path) {
        @Nullable Object value = json;
        for (var name : path.split("/", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    Instant time() {
        return Instant.ofEpochMilli(Long.parseLong(text("time")));
    }

    String request() {
        return text("unmapped/request");
    }

    boolean isAttempt() {
        return text("unmapped/phase").equals("attempt");
    }

    boolean isAllowed() {
        return text("action").equals("Allowed");
    }
}
