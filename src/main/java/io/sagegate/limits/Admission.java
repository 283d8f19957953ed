package io.sagegate.limits;

import io.sagegate.policy.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Whether a permitted call is within its limits.
public sealed interface Admission permits Reservation, Admission.Refused, Admission.Uncountable, Admission.Unavailable {
    /// A limit has too little left; nothing was taken.
    ///
    /// @param limit the one that takes longest to suffice
    /// @param retryAfter until it would; empty when it never will, since the call alone asks for more than there is
    /// @param standing where the call's limits stand
    record Refused(Limit limit, Optional<Duration> retryAfter, List<LimitStatus> standing) implements Admission {
        public Refused {
            standing = List.copyOf(standing);
        }

        /// The call's limits, for the record: none is charged, and one refused.
        public List<LimitUse> uses() {
            return standing.stream()
                    .map(status ->
                            new LimitUse(status.limit(), 0, true, status.limit().equals(limit), Optional.of(status)))
                    .toList();
        }
    }

    /// A limit counts tokens, and the body does not tell for certain how many it asks for.
    ///
    /// @param detail what to do about it; quotes nothing of the body
    record Uncountable(String detail) implements Admission {}

    /// Usage could not be counted, and a limit wants the call refused then.
    record Unavailable(UsageUnavailableException cause) implements Admission {}
}
