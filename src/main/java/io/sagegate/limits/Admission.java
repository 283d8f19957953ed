package io.sagegate.limits;

import io.sagegate.limits.notices.Crossing;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The answer of [Limiter] to a permitted call: reserved, refused, uncountable or unavailable.
public sealed interface Admission permits Reservation, Admission.Refused, Admission.Uncountable, Admission.Unavailable {
    /// A limit has too little left; nothing was taken from any limit.
    ///
    /// @param limit the one that takes longest until the call would pass
    /// @param retryAfter the time until the call would pass; empty if it never will, as it alone exceeds it
    /// @param standing where the call's limits stand
    /// @param crossings the thresholds that are reached and that nobody has told
    record Refused(Limit limit, Optional<Duration> retryAfter, List<LimitStatus> standing, List<Crossing> crossings)
            implements Admission {
        public Refused {
            standing = List.copyOf(standing);
            crossings = List.copyOf(crossings);
        }

        /// The call's limits, for the record: nothing is charged, and one limit refused.
        public List<LimitUse> uses() {
            return standing.stream()
                    .map(status ->
                            new LimitUse(status.limit(), 0, true, status.limit().equals(limit), Optional.of(status)))
                    .toList();
        }
    }

    /// A limit counts tokens, but the body does not state reliably how many tokens the call asks for.
    ///
    /// @param detail advice for the caller; quotes nothing of the body
    record Uncountable(String detail) implements Admission {}

    /// Usage could not be counted, and a limit refuses calls in that case.
    record Unavailable(UsageUnavailableException cause) implements Admission {}
}
