package io.sagegate.api;

import io.sagegate.identity.Principal;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.policy.Action;
import io.sagegate.policy.Facts;
import io.sagegate.policy.ModelRoutes;
import io.sagegate.policy.Question;
import io.sagegate.policy.Target;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicyReader;
import io.sagegate.policy.document.PolicySyntaxException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// The call that `POST /explain` asks about, always made by the caller itself. It names an endpoint, or a model of
/// the policy.
///
/// @param model a model's name and operation, in place of a target
public record Hypothetical(
        Action action,
        Target target,
        Optional<Named> model,
        long bytes,
        Optional<String> contentType,
        Optional<Instant> at) {
    /// A model by its name in the policy, with the requested operation.
    ///
    /// @param operation `chat`, `completions` or `embeddings`
    public record Named(String model, String operation) {}

    private static final JsonLimits BOUNDS = new JsonLimits(16_384, 4, 18);
    private static final Set<String> MEMBERS = Set.of(
            "endpoint",
            "action",
            "variant",
            "component",
            "targetModel",
            "container",
            "model",
            "operation",
            "bytes",
            "contentType",
            "at");

    private static final Target NO_TARGET = Target.ofEndpoint("");

    public static final class NotUnderstoodException extends Exception {
        private static final long serialVersionUID = 1L;

        NotUnderstoodException(String message) {
            super(message);
        }
    }

    public static Hypothetical of(byte[] body) throws NotUnderstoodException {
        try {
            var node = new PolicyNode(Json.readObject(body, BOUNDS), "").onlyMembers(MEMBERS);
            var action = node.member("action");
            var model = named(node);
            return new Hypothetical(
                    Action.ofCode(action.optionalText().orElse("invoke"))
                            .orElseThrow(() -> action.error("use invoke, invoke-stream or invoke-async")),
                    model.isPresent() ? NO_TARGET : PolicyReader.target(node),
                    model,
                    node.member("bytes").whole(0, 0, Integer.MAX_VALUE),
                    node.member("contentType").optionalText(),
                    PolicyReader.expiry(node.member("at")));
        } catch (JsonException e) {
            throw new NotUnderstoodException(
                    "Send a JSON object such as {\"endpoint\": \"NAME\"} or {\"model\": \"NAME\"}.");
        } catch (PolicySyntaxException e) {
            // The path and the message name known members only, or repeat what this caller sent.
            throw new NotUnderstoodException(e.path() + ": " + e.getMessage());
        }
    }

    private static Optional<Named> named(PolicyNode node) throws PolicySyntaxException {
        var model = node.member("model").optionalText();
        var operation = node.member("operation");
        if (model.isEmpty()) {
            if (!operation.isAbsent()) {
                throw operation.error("goes with model");
            }
            return Optional.empty();
        }
        if (!node.member("endpoint").isAbsent()) {
            throw node.member("model").error("name an endpoint or a model, not both");
        }
        var name = operation.optionalText().orElse("chat");
        if (!ModelRoutes.OPERATIONS.contains(name)) {
            throw operation.error("use chat, completions or embeddings");
        }
        return Optional.of(new Named(model.get(), name));
    }

    /// The question to the decision point, as if this caller made the call from its own address.
    public Question asked(Principal caller, String sourceIp, Instant now) {
        return new Question(caller, action, target, facts(sourceIp), at.orElse(now));
    }

    /// The facts that the policy's conditions check.
    public Facts facts(String sourceIp) {
        return new Facts(sourceIp, bytes, contentType);
    }
}
