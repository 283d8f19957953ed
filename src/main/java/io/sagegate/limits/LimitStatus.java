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

/// Where a limit stands.
///
/// @param total the most that can be taken at once, in the limit's measure
/// @param remaining how much of the total is left
/// @param reset the time until all of it is back if nothing more is taken; empty for concurrency, where other calls
/// decide
public record LimitStatus(Limit limit, long total, long remaining, Optional<Duration> reset) {
    /// Computes the status from an item, with its expired holds given back.
    static LimitStatus of(Limit limit, UsageItem found, Instant now) {
        var nanos = Nanos.of(now);
        var item = Arithmetic.purged(found, nanos);
        var counter = item.counter(limit.counter());
        return switch (limit.quota()) {
            case Quota.Rate rate -> {
                var busy = Math.max(0, counter - nanos);
                var left = Math.max(0, Costs.tolerance(rate) - busy) / Costs.interval(rate);
                yield new LimitStatus(limit, rate.burst(), left, Optional.of(Duration.ofNanos(busy)));
            }
            case Quota.Budget budget -> {
                var take = new Take.Budget(limit.counter(), Windows.number(budget.period(), now), 0, 0);
                var spent = Arithmetic.running(item, take) ? counter : 0;
                yield new LimitStatus(
                        limit,
                        budget.amount(),
                        Math.max(0, budget.amount() - spent),
                        Optional.of(Duration.between(now, Windows.end(budget.period(), now))));
            }
            case Quota.Concurrency calls ->
                new LimitStatus(limit, calls.calls(), Math.max(0, calls.calls() - counter), Optional.empty());
        };
    }
}
