package io.sagegate.cli.policy.document;

import io.sagegate.cli.console.Finding;
import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.identity.TrustedIssuer;
import io.sagegate.policy.Role;
import io.sagegate.policy.document.PolicyNode;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// A policy document that was read whole, in the form that the gateway will load.
///
/// @param findings all findings about it; if one is an error, the other parts are incomplete
public record CompiledPolicy(
        PolicyDocument document,
        List<TrustedIssuer> issuers,
        SequencedMap<String, Role> roles,
        List<Binding> bindings,
        Map<String, PolicyNode> models,
        Map<String, PolicyNode> filters,
        List<Finding> findings) {
    public boolean isSound() {
        return findings.stream().noneMatch(Finding::isError);
    }

    public CompiledPolicy sound() throws InvalidPolicyException {
        if (!isSound()) {
            throw new InvalidPolicyException(
                    findings.stream().filter(Finding::isError).toList());
        }
        return this;
    }
}
