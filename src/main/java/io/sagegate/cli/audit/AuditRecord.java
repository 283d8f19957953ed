package io.sagegate.cli.audit;

import io.sagegate.cli.console.Console;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.json.Members;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// An audit line as a person reads it.
public record AuditRecord(String line, Members json) {
    /// Whether the line is one of the record, or wants to be taken for one. Log exports put a time in front.
    static boolean isAudit(String line) {
        var brace = line.indexOf('{');
        return brace >= 0 && line.startsWith("{\"class_uid\":6003,", brace);
    }

    public static void warnOf(long unread, Console console) {
        if (unread > 0) {
            console.bad(unread + (unread == 1 ? " audit line" : " audit lines")
                    + " could not be read and may have been changed: see audit verify.");
        }
    }

    /// Reads an audit line; empty for lines of another kind, or that cannot be read.
    static Optional<AuditRecord> parse(String line) {
        if (!isAudit(line)) {
            return Optional.empty();
        }
        try {
            var text = line.substring(line.indexOf('{'));
            var json = Json.readObject(text.getBytes(StandardCharsets.UTF_8), JsonLimits.IDENTITY);
            return json.get("time") instanceof Long
                    ? Optional.of(new AuditRecord(text, new Members(json)))
                    : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /// The member at the path, as text; empty when it is not there.
    public String text(String path) {
        return json.text(path);
    }

    /// The object at the path; empty if there is none.
    public Map<?, ?> members(String path) {
        return json.object(path);
    }

    public Instant time() {
        return Instant.ofEpochMilli(Long.parseLong(text("time")));
    }

    public String request() {
        return text("unmapped/request");
    }

    /// Whether the id is the request's: the function's own, or the one of API Gateway or the Function URL. Answers
    /// carry either.
    public boolean isOf(String id) {
        return request().equals(id) || text("unmapped/event_request_id").equals(id);
    }

    public boolean isAttempt() {
        return text("unmapped/phase").equals("attempt");
    }

    boolean isAllowed() {
        return text("action").equals("Allowed");
    }
}
