package io.sagegate.cli;

import io.sagegate.identity.Principal;
import io.sagegate.identity.TrustedIssuer;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/// A compiled document as the decision point sees a policy.
record FilePolicy(CompiledPolicy compiled) implements Policy {
    @Override
    public long revision() {
        return 0;
    }

    @Override
    public List<TrustedIssuer> issuers() {
        return compiled.issuers();
    }

    @Override
    public List<Assignment> rolesOf(Principal principal) {
        var assignments = new ArrayList<Assignment>();
        for (var member : principal.members()) {
            for (var binding : compiled.bindings()) {
                var role = compiled.roles().get(binding.role());
                if (binding.member().equals(member) && role != null) {
                    assignments.add(new Assignment(role, member, binding.expires()));
                }
            }
        }
        return assignments;
    }
}
