package io.sagegate.cli.policy;

import io.sagegate.identity.OidcUser;
import io.sagegate.identity.Principal;
import io.sagegate.identity.TrustedIssuer;
import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.Facts;
import io.sagegate.policy.ModelAccess;
import io.sagegate.policy.Policy;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Question;
import io.sagegate.policy.Target;
import io.sagegate.policy.document.Suggestion;
import java.time.Instant;
import java.util.Optional;

/// An imagined call: it is decided by the gateway's own decision point, and never made.
record Imagined(Principal caller, Action action, Target target, Facts facts, Instant at) {
    /// The reason why no issuer of the policy could give the caller its token. It shows a slip in writing, not a
    /// call to decide.
    Optional<String> stranger(Policy policy) throws PolicyUnavailableException {
        if (!(caller instanceof OidcUser user)) {
            return Optional.empty();
        }
        var known = policy.issuers().stream().map(TrustedIssuer::name).toList();
        return known.contains(user.issuer())
                ? Optional.empty()
                : Optional.of("there is no issuer \"" + user.issuer() + "\"" + Suggestion.among(user.issuer(), known));
    }

    Decision decide(Policy policy) throws PolicyUnavailableException {
        var question = new Question(caller, action, target, facts, at);
        return DecisionPoint.decide(question, policy.rolesOf(caller), policy.revision());
    }

    /// Which routes of a model the caller could take.
    ///
    /// @param operation `chat`, `completions` or `embeddings`
    ModelAccess.Found find(Policy policy, String model, String operation) throws PolicyUnavailableException {
        return ModelAccess.of(policy, caller, facts, at).find(model, action, operation);
    }
}
