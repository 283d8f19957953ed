package io.sagegate.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// An audit line in short form, for a person who watches the log.
final class AuditLine {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final String FORMAT = "%-12s  %-7s  %-24s  %-44s  %-18s  %6s  %7s";

    private AuditLine() {}

    static String heading() {
        return FORMAT.formatted("time", "action", "reason", "principal", "endpoint", "status", "ms");
    }

    /// Writes the line; empty for an attempt, whose completion follows on a line of its own.
    static Optional<String> of(JsonNode line) {
        if (line.path("status").asText().equals("Attempt")) {
            return Optional.empty();
        }
        return Optional.of(FORMAT.formatted(
                TIME.format(Instant.ofEpochMilli(line.path("time").asLong())),
                first(line, "/action"),
                first(line, "/status_code", "/status_detail"),
                first(line, "/actor/user/uid"),
                first(line, "/resources/0/name", "/api/operation"),
                first(line, "/http_response/code"),
                first(line, "/duration")));
    }

    /// The first of these members that the line has, safe to print on a terminal.
    private static String first(JsonNode line, String... pointers) {
        for (String pointer : pointers) {
            JsonNode value = line.at(pointer);
            if (value.isValueNode() && !value.isNull() && !Set.of("", "Unknown").contains(value.asText())) {
                return value.asText().replaceAll("\\p{Cntrl}", "?");
            }
        }
        return "-";
    }
}
