package io.sagegate.limits;

import io.sagegate.limits.usage.Arithmetic;
import io.sagegate.limits.usage.Nanos;
import io.sagegate.limits.usage.Take;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Computes how long until a take would pass if nothing more is taken.
final class Waiting {
    /// Wait for a concurrency limit, in seconds. Nobody can know when calls in flight end, so this is a guess.
    private static final Duration CONCURRENCY = Duration.ofSeconds(1);

    private Waiting() {}

    /// Returns zero if the take passes now, and empty if it never will.
    static Optional<Duration> time(Limit limit, Take take, UsageItem found, Instant now) {
        var nanos = Nanos.of(now);
        var missing = Arithmetic.shortBy(Arithmetic.purged(found, nanos), take, nanos);
        if (missing <= 0) {
            return Optional.of(Duration.ZERO);
        }
        if (Arithmetic.shortBy(UsageItem.EMPTY, take, 0) > 0) {
            return Optional.empty();
        }
        return Optional.of(
                switch (take) {
                    case Take.Rate _ -> Duration.ofNanos(missing);
                    case Take.Budget _ ->
                        Duration.between(now, Windows.end(((Quota.Budget) limit.quota()).period(), now));
                    case Take.Call _ -> CONCURRENCY;
                });
    }
}
