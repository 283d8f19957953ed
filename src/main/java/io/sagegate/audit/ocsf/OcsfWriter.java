package io.sagegate.audit.ocsf;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.json.JsonObject;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.trace.SpanId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/// Turns an event into one line of printable ASCII: an OCSF 1.8.0 API Activity (6003). Thread-safe.
///
/// Everything but ASCII is escaped, so no text of a caller can break a line. A system that re-encodes text cannot
/// change a byte that the chain covers.
public final class OcsfWriter {
    /// Usual length of a line, in bytes: the initial size of the buffer.
    private static final int LINE = 4_096;

    private static final Set<String> METHODS =
            Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");
    private static final String SERVICE = "sagemaker.amazonaws.com";
    private static final int ID = 128;

    private final AuditSource source;
    private final BodyHashes hashes;
    private final OcsfTarget targets;
    private final byte[] metadata;
    private final String cloud;

    /// Makes a writer that records plain hashes of bodies.
    public OcsfWriter(AuditSource source) {
        this(source, BodyHashes.PLAIN);
    }

    public OcsfWriter(AuditSource source, BodyHashes hashes) {
        this.source = source;
        this.hashes = hashes;
        this.targets = new OcsfTarget(source);
        this.cloud = new String(JsonObject.ascii(LINE, this::cloud), StandardCharsets.US_ASCII);
        var constant = JsonObject.ascii(LINE, this::metadata);
        this.metadata = Arrays.copyOf(constant, constant.length - 1);
    }

    /// Returns the line without the members that only the chain knows.
    public Draft draft(AuditEvent event) {
        var split = new int[1];
        var line = JsonObject.ascii(LINE, json -> {
            facts(json, event);
            split[0] = written(json);
            json.writeObjectFieldStart("unmapped");
            OcsfExtras.write(json, event, hashes);
            json.writeEndObject();
        });
        return new Draft(line, split[0], line.length - 2, metadata);
    }

    private void facts(JsonGenerator json, AuditEvent event) throws IOException {
        json.writeNumberField("class_uid", 6003);
        json.writeStringField("class_name", "API Activity");
        json.writeNumberField("category_uid", 6);
        json.writeStringField("category_name", "Application Activity");
        json.writeNumberField("activity_id", 99);
        json.writeStringField("activity_name", "Invoke");
        json.writeNumberField("type_uid", 600399);
        json.writeNumberField("time", event.time().toEpochMilli());
        json.writeNumberField("start_time", event.time().toEpochMilli());
        if (event.phase() == Phase.COMPLETION) {
            json.writeNumberField("end_time", event.time().plus(event.elapsed()).toEpochMilli());
        }
        json.writeNumberField("duration", event.elapsed().toMillis());
        OcsfVerdict.write(json, event);
        OcsfActor.write(json, event.caller().principal());
        endpoint(json, event);
        api(json, event);
        http(json, event);
        if (event.call().target().isPresent()) {
            targets.write(json, event.call().target().get(), event.call().variant());
        }
        if (event.charge().usage().isPresent()) {
            tokens(json, event.charge().usage().get());
        }
        trace(json, event);
        json.writeFieldName("cloud");
        json.writeRawValue(cloud);
    }

    private static void endpoint(JsonGenerator json, AuditEvent event) throws IOException {
        json.writeObjectFieldStart("src_endpoint");
        var ip = IpText.address(event.http().sourceIp());
        json.writeStringField(ip.isPresent() ? "ip" : "name", ip.orElse("unknown"));
        json.writeEndObject();
    }

    private static void api(JsonGenerator json, AuditEvent event) throws IOException {
        json.writeObjectFieldStart("api");
        json.writeStringField("operation", operation(event));
        json.writeObjectFieldStart("service");
        json.writeStringField("name", SERVICE);
        json.writeEndObject();
        json.writeObjectFieldStart("request");
        json.writeStringField("uid", Text.bounded(event.http().requestId(), ID));
        json.writeEndObject();
        if (event.phase() == Phase.COMPLETION && event.http().status() >= 400) {
            json.writeObjectFieldStart("response");
            json.writeNumberField("code", event.http().status());
            json.writeStringField("error", event.reason().code());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static String operation(AuditEvent event) {
        var kind = event.call().async().map(AuditEvent.AsyncStep::kind);
        if (kind.isPresent() && kind.get() != AuditEvent.AsyncStep.Kind.CALL) {
            return kind.get() == AuditEvent.AsyncStep.Kind.UPLOAD ? "CreateUpload" : "GetAsyncResult";
        }
        return event.call()
                .action()
                .map(a -> switch (a) {
                    case INVOKE -> "InvokeEndpoint";
                    case INVOKE_STREAM -> "InvokeEndpointWithResponseStream";
                    case INVOKE_ASYNC -> "InvokeEndpointAsync";
                })
                .orElse("Unknown");
    }

    private static void http(JsonGenerator json, AuditEvent event) throws IOException {
        var http = event.http();
        json.writeObjectFieldStart("http_request");
        if (METHODS.contains(http.method())) {
            json.writeStringField("http_method", http.method());
        }
        if (!http.path().isEmpty()) {
            json.writeObjectFieldStart("url");
            json.writeStringField("path", Text.bounded(http.path(), 512));
            json.writeEndObject();
        }
        json.writeStringField("user_agent", Text.bounded(http.userAgent(), 256));
        json.writeNumberField("body_length", http.requestBytes());
        json.writeEndObject();
        if (event.phase() == Phase.COMPLETION) {
            json.writeObjectFieldStart("http_response");
            json.writeNumberField("code", http.status());
            json.writeNumberField("body_length", http.responseBytes());
            json.writeNumberField("latency", event.elapsed().toMillis());
            json.writeEndObject();
        }
    }

    private static void tokens(JsonGenerator json, Usage usage) throws IOException {
        json.writeObjectFieldStart("message_context");
        json.writeObjectFieldStart("service");
        json.writeStringField("name", SERVICE);
        json.writeEndObject();
        json.writeNumberField("prompt_tokens", usage.inputTokens());
        json.writeNumberField("completion_tokens", usage.outputTokens());
        json.writeNumberField("total_tokens", usage.tokens());
        json.writeEndObject();
    }

    private static void trace(JsonGenerator json, AuditEvent event) throws IOException {
        var trace = event.trace();
        if (trace.root().isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("trace");
        json.writeStringField("uid", Text.bounded(trace.root(), ID));
        json.writeArrayFieldStart("flags");
        json.writeString(trace.sampled() ? "sampled" : "not sampled");
        json.writeEndArray();
        json.writeObjectFieldStart("span");
        json.writeStringField("uid", SpanId.ofRequest(event.http().requestId()));
        if (!trace.parent().isEmpty()) {
            json.writeStringField("parent_uid", Text.bounded(trace.parent(), ID));
        }
        json.writeNumberField("start_time", event.time().toEpochMilli());
        json.writeNumberField("end_time", event.time().plus(event.elapsed()).toEpochMilli());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void cloud(JsonGenerator json) throws IOException {
        json.writeStringField("provider", "AWS");
        json.writeStringField("cloud_partition", source.partition());
        if (!source.region().isEmpty()) {
            json.writeStringField("region", source.region());
        }
        if (!source.account().isEmpty()) {
            json.writeObjectFieldStart("account");
            json.writeStringField("uid", source.account());
            json.writeNumberField("type_id", 10);
            json.writeStringField("type", "AWS Account");
            json.writeEndObject();
        }
    }

    private void metadata(JsonGenerator json) throws IOException {
        json.writeStringField("version", "1.8.0");
        json.writeObjectFieldStart("product");
        json.writeStringField("name", "Sagegate");
        json.writeStringField("vendor_name", "Sagegate");
        json.writeStringField("version", source.version());
        json.writeEndObject();
        json.writeStringField("log_name", "sagegate-audit");
        json.writeArrayFieldStart("profiles");
        for (var profile : new String[] {"ai_operation", "cloud", "datetime", "security_control", "trace"}) {
            json.writeString(profile);
        }
        json.writeEndArray();
    }

    private static int written(JsonGenerator json) throws IOException {
        json.flush();
        return json.getOutputTarget() instanceof ByteArrayOutputStream out ? out.size() : 0;
    }

    /// An unsealed line.
    ///
    /// @param line the object, with `unmapped` as its last member
    /// @param factsEnd where `,"unmapped":` begins
    /// @param end where the two closing braces begin
    /// @param metadata the constant part of the `metadata` object, without its closing brace
    public record Draft(byte[] line, int factsEnd, int end, byte[] metadata) {}
}
