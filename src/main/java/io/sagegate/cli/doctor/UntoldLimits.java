package io.sagegate.cli.doctor;

import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import io.sagegate.policy.Limit;
import io.sagegate.policy.document.LimitReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import java.util.List;
import java.util.TreeSet;

/// Limits with thresholds that are told to nobody, since the stack names no bus.
final class UntoldLimits implements Check {
    @Override
    public List<Observation> look(Patient patient) {
        return patient.stack().parameter("LimitEvents").isEmpty()
                ? patient.policy().observe(Harm.OPERATION, policy -> of(patient, policy))
                : List.of();
    }

    private static List<Observation> of(Patient patient, CompiledPolicy policy) {
        var roles = new TreeSet<String>();
        for (var role : policy.roles().values()) {
            role.grants().stream().filter(grant -> notifies(grant.limits())).forEach(_ -> roles.add(role.name()));
        }
        for (var binding : policy.bindings()) {
            if (notifies(limits(binding.limits()))) {
                roles.add(binding.role());
            }
        }
        return roles.stream().map(role -> open(patient, role)).toList();
    }

    private static boolean notifies(List<Limit> limits) {
        return limits.stream().anyMatch(limit -> !limit.thresholds().isEmpty());
    }

    /// The policy in force was read before, so a limit that cannot be read is not there.
    private static List<Limit> limits(PolicyNode node) {
        try {
            return LimitReader.ofBinding(node);
        } catch (PolicySyntaxException e) {
            return List.of();
        }
    }

    private static Observation open(Patient patient, String role) {
        var bus = "arn:" + patient.stack().partition() + ":events:"
                + patient.stack().region() + ":" + patient.stack().account() + ":event-bus/default";
        return Observation.open(
                Harm.OPERATION,
                "limits-untold:" + role,
                "nobody is told of the thresholds that limits of the role " + role + " name",
                "LimitEvents is empty",
                patient.redeploy("LimitEvents", bus));
    }
}
