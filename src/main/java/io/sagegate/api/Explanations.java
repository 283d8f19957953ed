package io.sagegate.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.http.Headers;
import io.sagegate.identity.OidcUser;
import io.sagegate.identity.Principal;
import io.sagegate.json.JsonObject;
import io.sagegate.limits.LimitStatus;
import io.sagegate.policy.Action;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Condition;
import io.sagegate.policy.Considered;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Target;
import io.sagegate.reason.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Answers to callers about their own access. No answer tells about another caller.
public final class Explanations {
    private Explanations() {}

    /// The answer of `GET /whoami`.
    ///
    /// @param limits where each grant's limits stand
    public static Response whoAmI(
            Principal caller, List<Assignment> assignments, long revision, Map<Grant, List<LimitStatus>> limits) {
        return json(json -> {
            json.writeObjectFieldStart("principal");
            json.writeStringField("kind", caller.kind());
            json.writeStringField("issuer", caller.issuer());
            json.writeStringField("subject", caller.subject());
            optional(json, "session", caller.session());
            if (caller instanceof OidcUser user) {
                tags(json, user.tags().values());
            }
            json.writeEndObject();
            json.writeNumberField("revision", revision);
            json.writeArrayFieldStart("roles");
            for (var assignment : assignments) {
                json.writeStartObject();
                json.writeStringField("name", assignment.role().name());
                json.writeStringField("member", assignment.member());
                optional(json, "expires", assignment.expires());
                tags(json, assignment.tags());
                json.writeArrayFieldStart("grants");
                for (var grant : assignment.role().grants()) {
                    grant(json, grant, limits.getOrDefault(grant, List.of()));
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void tags(JsonGenerator json, Map<String, String> tags) throws IOException {
        if (tags.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("tags");
        for (var tag : new TreeMap<>(tags).entrySet()) {
            json.writeStringField(tag.getKey(), tag.getValue());
        }
        json.writeEndObject();
    }

    /// The answer of `POST /explain`.
    public static Response decision(Decision decision) {
        return json(json -> {
            switch (decision) {
                case Decision.Permit permit -> {
                    outcome(json, "permit", Reason.GRANTED);
                    json.writeStringField("grant", permit.grant().id());
                    target(json, permit.target());
                }
                case Decision.Deny deny -> outcome(json, "deny", deny.reason());
            }
            json.writeNumberField("revision", decision.revision());
            json.writeArrayFieldStart("considered");
            for (var considered : decision.considered()) {
                considered(json, considered);
            }
            json.writeEndArray();
        });
    }

    /// The answer of `POST /explain` if the named model cannot be called.
    public static Response refusal(Problem problem, long revision) {
        return json(json -> {
            outcome(json, "deny", problem.reason());
            optional(json, "detail", problem.detail());
            json.writeNumberField("revision", revision);
            json.writeArrayFieldStart("considered");
            json.writeEndArray();
        });
    }

    private static void outcome(JsonGenerator json, String decision, Reason reason) throws IOException {
        json.writeStringField("decision", decision);
        json.writeStringField("reason", reason.code());
        json.writeStringField("title", reason.title());
    }

    private static void considered(JsonGenerator json, Considered considered) throws IOException {
        json.writeStartObject();
        json.writeStringField("grant", considered.grant().id());
        effect(json, considered.grant());
        json.writeStringField("member", considered.assignment().member());
        json.writeStringField("outcome", considered.outcome().code());
        optional(json, "wanted", considered.condition().map(Condition::wanted));
        json.writeEndObject();
    }

    private static void target(JsonGenerator json, Target target) throws IOException {
        json.writeObjectFieldStart("target");
        json.writeStringField("endpoint", target.endpoint());
        optional(json, "variant", target.variant());
        optional(json, "component", target.component());
        optional(json, "targetModel", target.model());
        optional(json, "container", target.container());
        json.writeEndObject();
    }

    private static void grant(JsonGenerator json, Grant grant, List<LimitStatus> limits) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", grant.id());
        effect(json, grant);
        json.writeStringField("endpoint", grant.endpoint());
        names(json, "actions", grant.actions().stream().map(Action::code).toList());
        names(json, "variants", grant.variants());
        names(json, "components", grant.components());
        names(json, "targetModels", grant.models());
        names(json, "containers", grant.containers());
        optional(json, "expires", grant.expires());
        names(
                json,
                "conditions",
                grant.conditions().stream().map(Condition::wanted).toList());
        if (!limits.isEmpty()) {
            json.writeArrayFieldStart("limits");
            for (var status : limits) {
                json.writeStartObject();
                json.writeStringField("limit", status.limit().text());
                enforce(json, !status.limit().isEnforced());
                json.writeNumberField("total", status.total());
                json.writeNumberField("remaining", status.remaining());
                optional(json, "reset_seconds", status.reset().map(Duration::toSeconds));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void effect(JsonGenerator json, Grant grant) throws IOException {
        json.writeStringField(
                "effect",
                switch (grant.effect()) {
                    case ALLOW -> "allow";
                    case DENY -> "deny";
                });
        enforce(json, grant.shadow().isPresent());
    }

    private static void enforce(JsonGenerator json, boolean inShadow) throws IOException {
        if (inShadow) {
            json.writeStringField("enforce", "shadow");
        }
    }

    private static void names(JsonGenerator json, String field, Collection<String> names) throws IOException {
        if (!names.isEmpty()) {
            json.writeArrayFieldStart(field);
            for (var name : names.stream().sorted().toList()) {
                json.writeString(name);
            }
            json.writeEndArray();
        }
    }

    private static void optional(JsonGenerator json, String field, Optional<?> value) throws IOException {
        if (value.isPresent()) {
            if (value.get() instanceof Long number) {
                json.writeNumberField(field, number);
            } else {
                json.writeStringField(field, value.get().toString());
            }
        }
    }

    private static Response json(JsonObject.Members members) {
        return new Response(
                200,
                Headers.of(
                        "content-type", "application/json",
                        "cache-control", "no-store"),
                JsonObject.utf8(members));
    }
}
