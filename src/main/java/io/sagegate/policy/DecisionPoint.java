package io.sagegate.policy;

import io.sagegate.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides calls: a pure function. Default deny; an explicit deny wins.
public final class DecisionPoint {
    private DecisionPoint() {}

    /// Decides whether any of `roles` permits `action` on `target`.
    public static Decision decide(Action action, Target target, List<Role> roles, long revision) {
        var allowing = new ArrayList<Grant>();
        var considered = new ArrayList<String>();
        for (var role : roles) {
            for (var grant : role.grants()) {
                if (!grant.endpoint().equals(target.endpoint())
                        || !grant.actions().contains(action)) {
                    continue;
                }
                if (grant.effect() == Grant.Effect.DENY) {
                    if (forbids(grant, target)) {
                        return new Decision.Deny(revision, Reason.EXPLICITLY_DENIED, List.of(grant.id()));
                    }
                } else {
                    allowing.add(grant);
                }
                considered.add(grant.id());
            }
        }
        for (var grant : allowing) {
            var narrowed = narrow(grant, target);
            if (narrowed.isPresent()) {
                return new Decision.Permit(revision, grant, action, narrowed.get());
            }
        }
        var reason = allowing.isEmpty() ? Reason.NOT_GRANTED : Reason.TARGET_NOT_GRANTED;
        return new Decision.Deny(revision, reason, considered);
    }

    private static boolean forbids(Grant grant, Target target) {
        return covers(grant.variants(), target.variant())
                && covers(grant.components(), target.component())
                && covers(grant.models(), target.model())
                && covers(grant.containers(), target.container());
    }

    /// A deny that names no part covers all of them; one that names parts also covers a call that names
    /// none, since SageMaker might choose a forbidden one.
    private static boolean covers(Set<String> denied, Optional<String> asked) {
        return denied.isEmpty() || asked.isEmpty() || denied.contains(asked.get());
    }

    private static Optional<Target> narrow(Grant grant, Target target) {
        if (!allows(grant.variants(), target.variant())
                || !allows(grant.components(), target.component())
                || !allows(grant.models(), target.model())
                || !allows(grant.containers(), target.container())) {
            return Optional.empty();
        }
        return Optional.of(new Target(
                target.endpoint(),
                orOnly(target.variant(), grant.variants()),
                orOnly(target.component(), grant.components()),
                orOnly(target.model(), grant.models()),
                orOnly(target.container(), grant.containers())));
    }

    private static boolean allows(Set<String> granted, Optional<String> asked) {
        return asked.map(granted::contains).orElse(granted.size() <= 1);
    }

    private static Optional<String> orOnly(Optional<String> asked, Set<String> granted) {
        return asked.or(() -> granted.stream().findFirst());
    }
}
