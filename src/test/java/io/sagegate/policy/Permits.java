package io.sagegate.policy;

import io.sagegate.identity.Principal;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicyReader;
import io.sagegate.policy.document.PolicySyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Permits for tests, made as the gateway makes them.
public final class Permits {
    private Permits() {}

    /// The permit that a role of this one grant gives.
    public static Decision.Permit of(Principal caller, Action action, Map<String, Object> grant) {
        try {
            var role = PolicyReader.role("r", new PolicyNode(List.of(grant), "r"));
            var question = new Question(
                    caller,
                    action,
                    Target.ofEndpoint(String.valueOf(grant.get("endpoint"))),
                    new Facts("192.0.2.1", 2, Optional.empty()),
                    Instant.EPOCH);
            return (Decision.Permit)
                    DecisionPoint.decide(question, List.of(new Assignment(role, "m", Optional.empty())), 1);
        } catch (PolicySyntaxException e) {
            throw new IllegalArgumentException(e.path() + ": " + e.getMessage(), e);
        }
    }
}
