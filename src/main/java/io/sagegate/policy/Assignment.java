package io.sagegate.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A role that a caller has, and the binding that gives it.
///
/// @param member the caller's member name that is bound to the role, such as `okta:group:fraud-team`
/// @param expires the instant from which the binding counts no more
/// @param limits what each call by this binding is counted against, besides the grant's own limits
/// @param tags to whom its calls are reckoned
public record Assignment(
        Role role, String member, Optional<Instant> expires, List<Limit> limits, Map<String, String> tags) {
    public Assignment {
        limits = List.copyOf(limits);
        tags = Map.copyOf(tags);
    }

    /// By a binding without tags.
    public Assignment(Role role, String member, Optional<Instant> expires, List<Limit> limits) {
        this(role, member, expires, limits, Map.of());
    }

    /// Makes an assignment by a binding without limits.
    public Assignment(Role role, String member, Optional<Instant> expires) {
        this(role, member, expires, List.of());
    }

    boolean hasExpired(Instant now) {
        return expires.isPresent() && !now.isBefore(expires.get());
    }

    /// Returns the same role without the conditions that look at a body. Its allows then hold for every body, and a
    /// denial with such a condition is left out. The result says which calls some body would permit.
    public Assignment forSomeBody() {
        var grants = role.grants().stream()
                .filter(grant -> grant.effect() == Grant.Effect.ALLOW
                        || grant.conditions().stream().noneMatch(Condition::isOfBody))
                .map(Grant::forSomeBody)
                .toList();
        return new Assignment(new Role(role.name(), grants), member, expires, limits, tags);
    }
}
