package io.sagegate.cli.policy.document;

import io.sagegate.identity.Principal;
import io.sagegate.identity.TrustedIssuer;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Limit;
import io.sagegate.policy.ModelRoutes;
import io.sagegate.policy.Policy;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Role;
import io.sagegate.policy.document.LimitReader;
import io.sagegate.policy.document.ModelReader;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.policy.document.TagReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A compiled document as the decision point sees a policy.
public record FilePolicy(CompiledPolicy compiled) implements Policy {
    @Override
    public long revision() {
        return 0;
    }

    @Override
    public List<TrustedIssuer> issuers() {
        return compiled.issuers();
    }

    @Override
    public Map<String, ModelRoutes> models() throws PolicyUnavailableException {
        try {
            return ModelReader.models(compiled.document().root().member("models"));
        } catch (PolicySyntaxException e) {
            throw new PolicyUnavailableException("the models break the rules", e);
        }
    }

    @Override
    public List<Assignment> rolesOf(Principal principal) throws PolicyUnavailableException {
        var assignments = new ArrayList<Assignment>();
        for (var member : principal.members()) {
            for (var binding : compiled.bindings()) {
                var role = compiled.roles().get(binding.role());
                if (binding.member().equals(member) && role != null) {
                    assignments.add(assignment(role, binding));
                }
            }
        }
        return assignments;
    }

    /// The assignments of every member that is bound, in the order of the bindings.
    public Map<String, List<Assignment>> byMember() throws PolicyUnavailableException {
        var all = new LinkedHashMap<String, List<Assignment>>();
        for (var binding : compiled.bindings()) {
            var role = compiled.roles().get(binding.role());
            if (role != null) {
                all.computeIfAbsent(binding.member(), _ -> new ArrayList<>()).add(assignment(role, binding));
            }
        }
        return all;
    }

    private static Assignment assignment(Role role, Binding binding) throws PolicyUnavailableException {
        return new Assignment(role, binding.member(), binding.expires(), limits(binding), tags(binding));
    }

    private static Map<String, String> tags(Binding binding) throws PolicyUnavailableException {
        try {
            return TagReader.tags(binding.tags());
        } catch (PolicySyntaxException e) {
            throw new PolicyUnavailableException("the tags of a binding break the rules", e);
        }
    }

    private static List<Limit> limits(Binding binding) throws PolicyUnavailableException {
        try {
            return LimitReader.ofBinding(binding.limits());
        } catch (PolicySyntaxException e) {
            throw new PolicyUnavailableException("the limits of a binding break the rules", e);
        }
    }
}
