package io.sagegate.policy;

import io.sagegate.filters.guard.GuardedBody;
import io.sagegate.filters.guard.RequestGuard;
import io.sagegate.identity.Principal;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicyReader;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.policy.obligation.RequestRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Permits for tests, made as the gateway makes them.
public final class Permits {
    private Permits() {}

    /// The permit that a role of this one grant gives.
    public static Decision.Permit of(Principal caller, Action action, Map<String, Object> grant) {
        return of(caller, action, grant, Target.ofEndpoint(String.valueOf(grant.get("endpoint"))));
    }

    /// The permit that it gives for a part of its endpoint.
    public static Decision.Permit of(Principal caller, Action action, Map<String, Object> grant, Target target) {
        try {
            var role = PolicyReader.role("r", new PolicyNode(List.of(grant), "r"));
            var question =
                    new Question(caller, action, target, new Facts("192.0.2.1", 2, Optional.empty()), Instant.EPOCH);
            return (Decision.Permit)
                    DecisionPoint.decide(question, List.of(new Assignment(role, "m", Optional.empty())), 1);
        } catch (PolicySyntaxException e) {
            throw new IllegalArgumentException(e.path() + ": " + e.getMessage(), e);
        }
    }

    /// A body that no guard looks at.
    public static GuardedBody unguarded(byte[] body) {
        return (GuardedBody) RequestGuard.judge(RequestRules.NONE, "", body);
    }
}
