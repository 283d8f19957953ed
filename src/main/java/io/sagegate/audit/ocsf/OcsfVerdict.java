package io.sagegate.audit.ocsf;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.reason.Reason;
import java.io.IOException;

/// Writes the decision and the outcome: OCSF's action, disposition, status, severity and policy.
final class OcsfVerdict {
    private OcsfVerdict() {}

    static void write(JsonGenerator json, AuditEvent event) throws IOException {
        var allowed = event.verdict().lets();
        json.writeNumberField("action_id", allowed ? 1 : 2);
        json.writeStringField("action", allowed ? "Allowed" : "Denied");
        json.writeNumberField("disposition_id", allowed ? 1 : 2);
        json.writeStringField("disposition", allowed ? "Allowed" : "Blocked");
        status(json, event);
        json.writeStringField("status_code", event.reason().code());
        json.writeStringField("status_detail", event.reason().title());
        var severity = severity(event.reason());
        json.writeNumberField("severity_id", severity.id);
        json.writeStringField("severity", severity.caption);
        if (event.ruling().revision().isPresent()) {
            policy(json, event, event.ruling().revision().get());
        }
    }

    private static void status(JsonGenerator json, AuditEvent event) throws IOException {
        if (event.phase() == Phase.ATTEMPT) {
            json.writeNumberField("status_id", 99);
            json.writeStringField("status", "Attempt");
            return;
        }
        var success = event.http().status() < 400;
        json.writeNumberField("status_id", success ? 1 : 2);
        json.writeStringField("status", success ? "Success" : "Failure");
    }

    private static void policy(JsonGenerator json, AuditEvent event, long revision) throws IOException {
        json.writeObjectFieldStart("policy");
        json.writeStringField("name", "sagegate");
        json.writeStringField("version", Long.toString(revision));
        if (event.ruling().grant().isPresent()) {
            json.writeStringField("uid", Text.bounded(event.ruling().grant().get(), 256));
        }
        json.writeBooleanField("is_applied", event.permitted());
        json.writeEndObject();
    }

    private static Severity severity(Reason reason) {
        return switch (reason) {
            case INTERNAL_ERROR, POLICY_UNAVAILABLE, GATEWAY_NOT_PERMITTED -> Severity.HIGH;
            case INVALID_SIGNATURE, EXPLICITLY_DENIED, INVALID_KEY -> Severity.MEDIUM;
            default ->
                switch (reason.status()) {
                    case 401, 403 -> Severity.LOW;
                    default -> reason.status() >= 500 ? Severity.MEDIUM : Severity.INFORMATIONAL;
                };
        };
    }

    private enum Severity {
        INFORMATIONAL(1, "Informational"),
        LOW(2, "Low"),
        MEDIUM(3, "Medium"),
        HIGH(4, "High");

        private final int id;
        private final String caption;

        Severity(int id, String caption) {
            this.id = id;
            this.caption = caption;
        }
    }
}
