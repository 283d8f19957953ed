package io.sagegate.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A role that a caller has, and why.
///
/// @param member the caller's member name that is bound to the role, such as `okta:group:fraud-team`
/// @param expires the instant from which the binding counts no more
/// @param limits what each call by this binding is counted against, besides the grant's own limits
public record Assignment(Role role, String member, Optional<Instant> expires, List<Limit> limits) {
    public Assignment {
        limits = List.copyOf(limits);
    }

    /// By a binding without limits.
    public Assignment(Role role, String member, Optional<Instant> expires) {
        this(role, member, expires, List.of());
    }

    boolean hasExpired(Instant now) {
        return expires.isPresent() && !now.isBefore(expires.get());
    }
}
