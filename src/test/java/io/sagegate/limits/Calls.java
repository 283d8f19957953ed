package io.sagegate.limits;

import io.sagegate.identity.ApiClient;
import io.sagegate.identity.Principal;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.policy.Action;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Considered;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.Facts;
import io.sagegate.policy.Question;
import io.sagegate.policy.Target;
import io.sagegate.policy.document.LimitReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicyReader;
import io.sagegate.policy.document.PolicySyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Permitted calls with limits, for tests.
public final class Calls {
    public static final Principal ALICE = new ApiClient("alice", "k1");
    public static final Principal BOB = new ApiClient("bob", "k2");

    private Calls() {}

    /// A call of endpoint `llm` under a grant of role `analyst` with these limits.
    public static Decision.Permit permit(Object... limits) {
        return permitAs("analyst", limits);
    }

    public static Decision.Permit permitAs(String role, Object... limits) {
        return permit(role, Arrays.asList(limits), List.of());
    }

    /// The same, bound once for each list of limits.
    public static Decision.Permit bound(List<?>... limitsOfBindings) {
        return permit("analyst", List.of(), Arrays.asList(limitsOfBindings));
    }

    private static Decision.Permit permit(String role, List<?> limits, List<List<?>> bindings) {
        var grant = Map.of("endpoint", "llm", "actions", List.of("invoke"), "limits", limits);
        try {
            var granted = PolicyReader.role(role, new PolicyNode(List.of(grant), role));
            var roles = new ArrayList<>(List.of(new Assignment(granted, "key:alice", Optional.empty())));
            for (var binding : bindings) {
                var node = new PolicyNode(binding, "bindings");
                roles.add(new Assignment(granted, "key:alice", Optional.empty(), LimitReader.ofBinding(node)));
            }
            var question = new Question(
                    ALICE,
                    Action.INVOKE,
                    Target.ofEndpoint("llm"),
                    new Facts("192.0.2.1", 2, Optional.empty()),
                    Instant.EPOCH);
            return (Decision.Permit) DecisionPoint.decide(question, roles, 1);
        } catch (PolicySyntaxException e) {
            throw new IllegalArgumentException(e.path() + ": " + e.getMessage(), e);
        }
    }

    /// How the caller has the permit's grant.
    public static List<Assignment> assignments(Decision.Permit permit) {
        return permit.considered().stream().map(Considered::assignment).toList();
    }

    public static Demand demand(long bytes) {
        return new Demand(bytes, 0, OptionalLong.empty());
    }

    public static Demand tokens(long input, long output) {
        return new Demand(4 * input, input, OptionalLong.of(output));
    }
}
