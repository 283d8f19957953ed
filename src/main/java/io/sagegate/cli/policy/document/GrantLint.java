package io.sagegate.cli.policy.document;

import io.sagegate.cli.console.Finding;
import io.sagegate.policy.Action;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Role;
import java.util.ArrayList;
import java.util.List;

/// Finds grants of one role that never decide a call.
final class GrantLint {
    private GrantLint() {}

    static List<Finding> of(PolicyDocument document, Role role) {
        var findings = new ArrayList<Finding>();
        for (var i = 0; i < role.grants().size(); i++) {
            var grant = role.grants().get(i);
            var path = "roles." + role.name() + "[" + index(grant) + "]";
            for (var action : Action.values()) {
                if (grant.effect() == Grant.Effect.ALLOW && grant.actions().contains(action) && !grant.aims(action)) {
                    findings.add(document.warning(
                            path,
                            "never applies to " + action.code() + ": SageMaker cannot aim such calls at "
                                    + (action == Action.INVOKE_STREAM
                                            ? "a target model"
                                            : "a variant, component, target model or container")));
                }
            }
            for (var other : role.grants()) {
                if (index(other) == index(grant)) {
                    continue;
                }
                if (isForbiddenBy(grant, other)) {
                    findings.add(document.warning(path, "never applies: " + other.id() + " denies all of it"));
                    break;
                }
                if (index(other) < index(grant) && isSame(grant, other)) {
                    findings.add(document.warning(path, "never applies: " + other.id() + " covers all of it"));
                    break;
                }
            }
        }
        return findings;
    }

    private static int index(Grant grant) {
        return Integer.parseInt(grant.id().substring(grant.id().lastIndexOf('/') + 1));
    }

    private static boolean isForbiddenBy(Grant grant, Grant deny) {
        return grant.effect() == Grant.Effect.ALLOW
                && deny.effect() == Grant.Effect.DENY
                && deny.endpoint().equals(grant.endpoint())
                && deny.actions().containsAll(grant.actions())
                && deny.variants().isEmpty()
                && deny.components().isEmpty()
                && deny.models().isEmpty()
                && deny.containers().isEmpty()
                && deny.conditions().isEmpty()
                && deny.expires().isEmpty()
                && deny.shadow().isEmpty();
    }

    private static boolean isSame(Grant a, Grant b) {
        return a.effect() == b.effect()
                && a.endpoint().equals(b.endpoint())
                && b.actions().containsAll(a.actions())
                && a.variants().equals(b.variants())
                && a.components().equals(b.components())
                && a.models().equals(b.models())
                && a.containers().equals(b.containers())
                && (b.shadow().isEmpty() || a.shadow().isPresent())
                && b.conditions().isEmpty()
                && b.expires().isEmpty();
    }
}
