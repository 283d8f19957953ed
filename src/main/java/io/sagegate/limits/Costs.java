package io.sagegate.limits;

import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.Take;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Price;
import io.sagegate.policy.Quota;
import io.sagegate.policy.Quota.Measure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Converts a call's usage into a limit's measure, and amounts of that measure into the unit of the counter.
final class Costs {
    /// Longest debt of a rate, in nanoseconds. The table forgets an item after 40 days without a write, and a longer
    /// debt could overflow.
    private static final long MOST_DEBT = Duration.ofDays(40).toNanos();

    private Costs() {}

    /// The time that one unit of a rate needs to come back, in nanoseconds. Rounded up, so the rate is never
    /// exceeded.
    static long interval(Quota.Rate rate) {
        return Math.ceilDiv(rate.period().length().toNanos(), rate.amount());
    }

    /// The cost of a used amount in nanoseconds, bounded by the longest debt.
    static long nanos(long used, Quota.Rate rate) {
        var interval = interval(rate);
        return used > MOST_DEBT / interval ? MOST_DEBT : used * interval;
    }

    static long tolerance(Quota.Rate rate) {
        return Math.multiplyExact(rate.burst(), interval(rate));
    }

    /// The most that can be taken at once, in the limit's measure.
    static long most(Quota quota) {
        return quota instanceof Quota.Rate rate ? rate.burst() : quota.amount();
    }

    /// The amount to take before the call. An amount above the whole limit means that the call can never pass.
    static long reserved(Limit limit, Demand demand) {
        return switch (limit.quota()) {
            case Quota.Concurrency _ -> 1;
            case Quota.Rate rate -> reserved(rate.measure(), Price.NONE, limit.reserve(), rate.burst(), demand);
            case Quota.Budget budget ->
                reserved(budget.measure(), budget.price(), limit.reserve(), budget.amount(), demand);
        };
    }

    private static long reserved(Measure measure, Price price, long reserve, long most, Demand demand) {
        if (!settles(measure)) {
            return measure == Measure.KILOBYTES ? demand.kilobytes() : 1;
        }
        // The input and the requested tokens always count in full. Only the estimate of the answer's length is
        // bounded by the limit: otherwise a small limit would refuse every call.
        var asked = cost(measure, price, Usage.of(demand.inputTokens(), demand.askedTokens()));
        // Nor is it certain that the model takes as long as it may.
        var longest =
                Usage.of(demand.inputTokens(), demand.outputTokens(reserve)).lasting(demand.longest());
        var estimate = cost(measure, price, longest);
        return Math.max(asked, Math.min(estimate, most));
    }

    private static long cost(Measure measure, Price price, Usage usage) {
        return measure == Measure.TOKENS ? usage.tokens() : price(price, usage);
    }

    /// The price of a usage, in billionths of a US dollar.
    static long price(Price price, Usage usage) {
        return Math.addExact(
                price.of(usage.inputTokens(), usage.cachedTokens(), usage.outputTokens()),
                price.ofMillis(usage.millis()));
    }

    /// Whether the model's time counts against the quota.
    static boolean goByTime(List<Limit> limits) {
        for (var limit : limits) {
            if (goesByTime(limit.quota())) {
                return true;
            }
        }
        return false;
    }

    private static boolean goesByTime(Quota quota) {
        return quota instanceof Quota.Budget budget && budget.price().goesByTime();
    }

    /// The amount to charge after the call. An answer that nobody saw is charged like one whose length has no bound.
    static long used(Limit limit, Demand demand, Usage usage) {
        if (usage.isAssumed()) {
            var unseen = demand.unseen();
            return reserved(limit, usage.millis() > 0 ? unseen.within(Duration.ofMillis(usage.millis())) : unseen);
        }
        return switch (limit.quota().measure()) {
            case REQUESTS, CALLS -> 1;
            case KILOBYTES -> demand.kilobytes();
            case TOKENS -> usage.tokens();
            case NANO_DOLLARS ->
                limit.quota() instanceof Quota.Budget budget && usage.answered()
                        ? cost(Measure.NANO_DOLLARS, budget.price(), usage)
                        : 0;
        };
    }

    /// Whether a call may use less than was taken for it.
    static boolean settles(Measure measure) {
        return measure == Measure.TOKENS || measure == Measure.NANO_DOLLARS;
    }

    /// Whether the tokens of a call count against the quota.
    static boolean countsTokens(Quota quota) {
        return settles(quota.measure()) && quota.goesBySize();
    }

    /// The take for an amount in the limit's measure.
    static Take take(Limit limit, long amount, Instant now) {
        return switch (limit.quota()) {
            case Quota.Rate rate -> {
                var tolerance = tolerance(rate);
                var cost = amount > rate.burst() ? tolerance + 1 : amount * interval(rate);
                yield new Take.Rate(limit.counter(), cost, tolerance, settles(rate.measure()));
            }
            case Quota.Budget budget ->
                new Take.Budget(limit.counter(), Windows.number(budget.period(), now), amount, budget.amount());
            case Quota.Concurrency calls -> new Take.Call(limit.counter(), calls.calls());
        };
    }
}
