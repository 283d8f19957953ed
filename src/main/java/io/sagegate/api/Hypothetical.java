package io.sagegate.api;

import io.sagegate.identity.Principal;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.policy.Action;
import io.sagegate.policy.Facts;
import io.sagegate.policy.Question;
import io.sagegate.policy.Target;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicyReader;
import io.sagegate.policy.document.PolicySyntaxException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// The call that `POST /explain` asks about: the caller's own, always.
public record Hypothetical(
        Action action, Target target, long bytes, Optional<String> contentType, Optional<Instant> at) {
    private static final JsonLimits BOUNDS = new JsonLimits(16_384, 4, 18);
    private static final Set<String> MEMBERS = Set.of(
            "endpoint", "action", "variant", "component", "targetModel", "container", "bytes", "contentType", "at");

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
            return new Hypothetical(
                    Action.ofCode(action.optionalText().orElse("invoke"))
                            .orElseThrow(() -> action.error("use invoke, invoke-stream or invoke-async")),
                    PolicyReader.target(node),
                    node.member("bytes").whole(0, 0, Integer.MAX_VALUE),
                    node.member("contentType").optionalText(),
                    PolicyReader.expiry(node.member("at")));
        } catch (JsonException e) {
            throw new NotUnderstoodException("Send a JSON object such as {\"endpoint\": \"NAME\"}.");
        } catch (PolicySyntaxException e) {
            // The member's name is one of ours, or stands in the message as it was sent by this very caller.
            throw new NotUnderstoodException(e.path() + ": " + e.getMessage());
        }
    }

    /// As if this caller made the call from where it is.
    public Question asked(Principal caller, String sourceIp, Instant now) {
        return new Question(caller, action, target, new Facts(sourceIp, bytes, contentType), at.orElse(now));
    }
}
