package io.sagegate.aws.telemetry;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.StageTiming;
import io.sagegate.audit.StageTiming.Stage;
import io.sagegate.json.JsonObject;
import io.sagegate.trace.SpanId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// Writes the datagram of one request: the X-Ray daemon's header line and a subsegment `sagegate`. That subsegment
/// holds one subsegment for each stage.
///
/// Sources: X-Ray Developer Guide, "Segment documents" and "Sending segment documents to the daemon".
final class SegmentDocument {
    private static final byte[] HEADER = "{\"format\":\"json\",\"version\":1}\n".getBytes(StandardCharsets.US_ASCII);

    private static final int SPAN_DIGITS = 16;

    private SegmentDocument() {}

    static byte[] of(AuditEvent event) {
        var document = JsonObject.ascii(1_536, json -> subsegment(json, event));
        var datagram = Arrays.copyOf(HEADER, HEADER.length + document.length);
        System.arraycopy(document, 0, datagram, HEADER.length, document.length);
        return datagram;
    }

    private static void subsegment(JsonGenerator json, AuditEvent event) throws IOException {
        json.writeStringField("type", "subsegment");
        json.writeStringField("trace_id", event.trace().root());
        json.writeStringField("parent_id", event.trace().parent());
        var own = SpanId.ofRequest(event.http().requestId());
        head(json, "sagegate", own, event.time(), event.time().plus(event.elapsed()));
        flags(json, event.http().status());
        annotations(json, event);
        json.writeArrayFieldStart("subsegments");
        for (var stage : event.stages()) {
            stage(json, own, stage, event);
        }
        json.writeEndArray();
    }

    private static void head(JsonGenerator json, String name, String id, Instant start, Instant end)
            throws IOException {
        json.writeStringField("name", name);
        json.writeStringField("id", id);
        seconds(json, "start_time", start);
        seconds(json, "end_time", end);
    }

    private static void seconds(JsonGenerator json, String name, Instant time) throws IOException {
        json.writeFieldName(name);
        var micros = Integer.toString(1_000_000 + time.getNano() / 1_000).substring(1);
        json.writeNumber(time.getEpochSecond() + "." + micros);
    }

    private static void flags(JsonGenerator json, int status) throws IOException {
        if (status >= 500) {
            json.writeBooleanField("fault", true);
        } else if (status >= 400) {
            json.writeBooleanField("error", true);
            if (status == 429) {
                json.writeBooleanField("throttle", true);
            }
        }
    }

    /// Values come from fixed sets, with two exceptions. The endpoint's name matches SageMaker's own pattern, and the
    /// caller's trace id is 32 hex digits.
    private static void annotations(JsonGenerator json, AuditEvent event) throws IOException {
        json.writeObjectFieldStart("annotations");
        json.writeStringField("decision", decision(event));
        json.writeStringField("reason", event.reason().code());
        if (event.caller().principal().isPresent()) {
            json.writeStringField(
                    "principal_kind", event.caller().principal().get().kind());
        }
        if (event.call().target().isPresent()) {
            var endpoint = event.call().target().get().endpoint();
            json.writeStringField("endpoint", endpoint.substring(0, Math.min(endpoint.length(), 63)));
        }
        var foreign = event.trace().foreignTraceId();
        if (foreign.isPresent()) {
            json.writeStringField("w3c_trace_id", foreign.get());
        }
        json.writeEndObject();
    }

    private static String decision(AuditEvent event) {
        return switch (event.verdict()) {
            case ANSWERED -> "none";
            case ALLOWED -> "allow";
            case DENIED -> "deny";
        };
    }

    private static boolean isSpan(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return text.length() == SPAN_DIGITS;
    }

    private static void stage(JsonGenerator json, String own, StageTiming stage, AuditEvent event) throws IOException {
        json.writeStartObject();
        var id = isSpan(stage.spanId())
                ? stage.spanId()
                : SpanId.ofRequest(own + stage.stage().label());
        head(json, stage.stage().label(), id, stage.start(), stage.start().plus(stage.elapsed()));
        if (stage.stage() == Stage.MODEL) {
            json.writeStringField("namespace", "aws");
            flags(json, event.http().status());
        }
        json.writeEndObject();
    }
}
