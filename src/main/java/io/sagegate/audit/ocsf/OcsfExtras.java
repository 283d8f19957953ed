package io.sagegate.audit.ocsf;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.audit.AuditEvent;
import io.sagegate.limits.LimitStatus;
import io.sagegate.limits.LimitUse;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Writes facts that have no attribute in OCSF: the members of `unmapped`.
final class OcsfExtras {
    /// Longest text of a limit, in characters: a raise names both limits, its end and its reason.
    private static final int LIMIT = 256;

    /// Names in one list: a caller with more groups is cut there.
    private static final int MOST_NAMES = 8;

    /// Characters of a member's name, such as that of a group.
    private static final int MEMBER = 256;

    private OcsfExtras() {}

    static void write(JsonGenerator json, AuditEvent event, BodyHashes hashes) throws IOException {
        var http = event.http();
        json.writeStringField("entry", Text.bounded(http.entry(), 32));
        if (http.eventRequestId().isPresent()) {
            json.writeStringField(
                    "event_request_id", Text.bounded(http.eventRequestId().get(), 64));
        }
        caller(json, event.caller());
        if (event.call().originalStatus().isPresent()) {
            json.writeNumberField(
                    "original_status", event.call().originalStatus().get());
        }
        hash(json, "request", http.requestHash().flatMap(hashes::of));
        hash(json, "response", http.responseHash().flatMap(hashes::of));
        if (!event.trace().traceParent().isEmpty()) {
            json.writeStringField("traceparent", Text.bounded(event.trace().traceParent(), 128));
        }
        json.writeObjectFieldStart("stage_micros");
        for (var stage : event.stageTimes().entrySet()) {
            json.writeNumberField(stage.getKey().label(), stage.getValue().toNanos() / 1_000);
        }
        json.writeEndObject();
        charge(json, event.charge());
        OcsfShadow.write(json, event.ruling().shadowed());
        if (event.ruling().members().isPresent()) {
            names(json, "members", event.ruling().members().get());
        }
        if (event.call().async().isPresent()) {
            async(json, event.call().async().get());
        }
        // The verifier reads these two, so they stand last, right before the chain.
        json.writeStringField("request", Text.bounded(http.requestId(), 128));
        json.writeStringField("phase", event.phase().name().toLowerCase(Locale.ROOT));
    }

    private static void caller(JsonGenerator json, AuditEvent.Caller caller) throws IOException {
        if (caller.principal().isPresent()) {
            json.writeStringField("principal_kind", caller.principal().get().kind());
        }
        OcsfEvidence.write(json, caller.refused());
        if (!caller.unfitTags().isEmpty()) {
            names(json, "unfit_tags", caller.unfitTags());
        }
    }

    private static void charge(JsonGenerator json, AuditEvent.Charge charge) throws IOException {
        if (charge.usage().isPresent()) {
            var usage = charge.usage().get();
            json.writeStringField("tokens_source", usage.source().code());
            if (usage.cachedTokens() > 0) {
                json.writeNumberField("cached_tokens", usage.cachedTokens());
            }
        }
        if (charge.cost().isPresent()) {
            json.writeStringField("cost_usd", dollars(charge.cost().get()));
        }
        tags(json, charge.tags());
        limits(json, charge.limits());
    }

    private static void tags(JsonGenerator json, Map<String, String> tags) throws IOException {
        if (tags.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("tags");
        for (var tag : tags.entrySet()) {
            json.writeStringField(tag.getKey(), Text.bounded(tag.getValue(), 64));
        }
        json.writeEndObject();
    }

    private static void names(JsonGenerator json, String field, Collection<String> names) throws IOException {
        json.writeArrayFieldStart(field);
        var left = MOST_NAMES;
        for (var name : names) {
            if (left-- > 0) {
                json.writeString(Text.bounded(name, MEMBER));
            }
        }
        json.writeEndArray();
    }

    /// A text, since readers of JSON numbers would round it.
    private static String dollars(long nanoDollars) {
        return nanoDollars == 0
                ? "0"
                : BigDecimal.valueOf(nanoDollars, 9).stripTrailingZeros().toPlainString();
    }

    private static void hash(JsonGenerator json, String body, Optional<BodyHashes.Named> hash) throws IOException {
        if (hash.isPresent()) {
            json.writeStringField(
                    body + hash.get().suffix(), Text.bounded(hash.get().hash(), 64));
        }
    }

    private static void async(JsonGenerator json, AuditEvent.AsyncStep step) throws IOException {
        json.writeObjectFieldStart("async");
        json.writeStringField("step", step.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField("id", Text.bounded(step.id(), 64));
        if (step.request().isPresent()) {
            json.writeStringField("request", Text.bounded(step.request().get(), 128));
        }
        if (step.upload().isPresent()) {
            json.writeStringField("upload", Text.bounded(step.upload().get(), 64));
        }
        json.writeEndObject();
    }

    private static void limits(JsonGenerator json, List<LimitUse> limits) throws IOException {
        if (limits.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("limits");
        for (var use : limits) {
            json.writeStartObject();
            json.writeStringField("limit", Text.bounded(use.limit().text(), LIMIT));
            json.writeStringField("name", use.limit().name());
            json.writeStringField("scope", use.limit().scope().code());
            json.writeStringField("unit", use.limit().quota().measure().unit());
            json.writeNumberField("charged", use.charged());
            if (!use.counted()) {
                json.writeBooleanField("counted", false);
            }
            if (use.refused()) {
                json.writeBooleanField(use.limit().isEnforced() ? "refused" : "would_refuse", true);
            }
            if (!use.limit().isEnforced()) {
                json.writeStringField("enforce", "shadow");
            }
            if (use.standing().isPresent()) {
                standing(json, use.standing().get());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void standing(JsonGenerator json, LimitStatus status) throws IOException {
        json.writeNumberField("total", status.total());
        json.writeNumberField("left", status.remaining());
        if (status.reset().isPresent()) {
            json.writeNumberField(
                    "reset_seconds", Math.ceilDiv(status.reset().get().toMillis(), 1_000L));
        }
    }
}
