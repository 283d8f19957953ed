package io.sagegate.cli.usage;

import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.limits.UsageKey;
import io.sagegate.policy.Limit;
import io.sagegate.policy.document.LimitReader;
import io.sagegate.policy.document.PolicySyntaxException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The limits of a policy, by whose usage they count.
final class LimitsInForce {
    private final Map<Owner, Set<Limit>> limits = new HashMap<>();

    /// A caller's limits hang on its role alone, whoever the caller is.
    private record Owner(Limit.Scope scope, String role, String endpoint, boolean inShadow) {}

    /// @param now which raises are over by then
    static LimitsInForce of(CompiledPolicy policy, Instant now) throws PolicySyntaxException {
        var all = new LimitsInForce();
        for (var role : policy.roles().values()) {
            for (var grant : role.grants()) {
                grant.limits().forEach(limit -> all.add(limit.at(now), role.name(), grant.endpoint()));
            }
        }
        for (var binding : policy.bindings()) {
            LimitReader.ofBinding(binding.limits()).forEach(limit -> all.add(limit.at(now), binding.role(), ""));
        }
        return all;
    }

    private void add(Limit limit, String role, String endpoint) {
        var shared = limit.scope() == Limit.Scope.ENDPOINT ? "" : role;
        limits.computeIfAbsent(
                        new Owner(limit.scope(), shared, endpoint, !limit.isEnforced()), _ -> new LinkedHashSet<>())
                .add(limit);
    }

    /// All that may count the usage. Of bindings with different limits, the table does not tell which one a caller has.
    Set<Limit> of(UsageKey key) {
        return limits.getOrDefault(new Owner(key.scope(), key.role(), key.endpoint(), key.inShadow()), Set.of());
    }
}
