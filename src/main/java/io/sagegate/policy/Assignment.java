package io.sagegate.policy;

import java.time.Instant;
import java.util.Optional;

/// A role that a caller has, and why.
///
/// @param member the caller's member name that is bound to the role, such as `okta:group:fraud-team`
/// @param expires the instant from which the binding counts no more
public record Assignment(Role role, String member, Optional<Instant> expires) {
    boolean hasExpired(Instant now) {
        return expires.isPresent() && !now.isBefore(expires.get());
    }
}
