package io.sagegate.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.limits.Charge;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// Writes what OCSF has no attribute for: the members of `unmapped`.
final class OcsfExtras {
    private OcsfExtras() {}

    static void write(JsonGenerator json, AuditEvent event) throws IOException {
        json.writeStringField("entry", Text.bounded(event.http().entry(), 32));
        if (event.http().eventRequestId().isPresent()) {
            json.writeStringField(
                    "event_request_id",
                    Text.bounded(event.http().eventRequestId().get(), 64));
        }
        if (event.principal().isPresent()) {
            json.writeStringField("principal_kind", event.principal().get().kind());
        }
        if (event.originalStatus().isPresent()) {
            json.writeNumberField("original_status", event.originalStatus().get());
        }
        if (event.http().requestHash().isPresent()) {
            json.writeStringField(
                    "request_sha256", Text.bounded(event.http().requestHash().get(), 64));
        }
        if (event.http().responseHash().isPresent()) {
            json.writeStringField(
                    "response_sha256", Text.bounded(event.http().responseHash().get(), 64));
        }
        if (!event.trace().traceParent().isEmpty()) {
            json.writeStringField("traceparent", Text.bounded(event.trace().traceParent(), 128));
        }
        json.writeObjectFieldStart("stage_micros");
        for (var stage : event.stages()) {
            json.writeNumberField(stage.stage().label(), stage.elapsed().toNanos() / 1_000);
        }
        json.writeEndObject();
        charges(json, event.charges());
        // The verifier reads these two, so they stand last, right before the chain.
        json.writeStringField("request", Text.bounded(event.http().requestId(), 128));
        json.writeStringField("phase", event.phase().name().toLowerCase(Locale.ROOT));
    }

    private static void charges(JsonGenerator json, List<Charge> charges) throws IOException {
        if (charges.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("limits_charged");
        for (var charge : charges) {
            json.writeStartObject();
            json.writeStringField("limit", Text.bounded(charge.limit().text(), 128));
            json.writeStringField("scope", charge.limit().scope().code());
            json.writeStringField("unit", charge.limit().quota().measure().unit());
            json.writeNumberField("amount", charge.amount());
            json.writeBooleanField("counted", charge.counted());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
