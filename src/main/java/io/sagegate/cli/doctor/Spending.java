package io.sagegate.cli.doctor;

import io.sagegate.cli.policy.document.Binding;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Limit;
import io.sagegate.policy.document.LimitReader;
import io.sagegate.policy.document.PolicySyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Roles whose callers can spend without bound.
final class Spending implements Check {
    @Override
    public List<Observation> look(Patient patient) {
        return patient.policy().observe(Harm.COST, policy -> of(patient, policy));
    }

    private static List<Observation> of(Patient patient, CompiledPolicy policy) {
        var found = new ArrayList<Observation>();
        for (var role : policy.roles().values()) {
            var members = policy.bindings().stream()
                    .filter(binding -> binding.role().equals(role.name()) && !isLimited(binding))
                    .map(Binding::member)
                    .sorted()
                    .toList();
            var endpoints = role.grants().stream()
                    .filter(grant -> grant.effect() == Grant.Effect.ALLOW
                            && grant.limits().stream().noneMatch(Limit::isEnforced))
                    .map(Grant::endpoint)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "));
            if (!members.isEmpty() && !endpoints.isEmpty()) {
                found.add(Observation.open(
                        Harm.COST,
                        "no-limit:" + role.name(),
                        String.join(", ", members) + " may call " + endpoints + " without any limit",
                        "the role " + role.name() + " of the policy in force",
                        "add `limits: [100 requests per minute, 5 USD per day at 0.01 USD per call]` to its grants or"
                                + " binding, then: sagegate policy apply policy.yaml " + patient.tableWords()));
            }
        }
        return found;
    }

    /// A limit in shadow bounds nothing.
    private static boolean isLimited(Binding binding) {
        try {
            return LimitReader.ofBinding(binding.limits()).stream().anyMatch(Limit::isEnforced);
        } catch (PolicySyntaxException e) {
            // The policy in force was checked when it was applied.
            return true;
        }
    }
}
