package io.sagegate.limits;

import io.sagegate.policy.Limit;
import io.sagegate.policy.Quota;
import io.sagegate.policy.Quota.Measure;
import java.util.Optional;

/// How a high rate of requests is taken: several at a time, from one of several items.
///
/// Permits taken together may be used for a while. For that while's share of the rate the burst is made smaller, so
/// that permits kept and permits in the table are together never more than the limit: whoever uses permits in a
/// stretch of time took them in that stretch or in the while before it.
///
/// @param shards how many items share the rate, so that none of them is written too often
/// @param interval how long one permit of a shard needs to come back, in nanoseconds
/// @param tolerance what may be taken at once from a shard, less what may be kept
/// @param keep how long permits may be kept, in nanoseconds
record BatchPlan(Limit limit, int shards, long interval, long tolerance, long keep) {
    private static final long BATCHED_FROM = 50;
    private static final long PER_SHARD = 500;
    private static final int MAX_SHARDS = 16;
    private static final long LEAST_BURST = 20;
    private static final long LONGEST_KEEP = 2_000_000_000L;
    private static final long WORTHWHILE = 4;

    /// Empty for limits that are taken exactly, one by one.
    static Optional<BatchPlan> of(Limit limit) {
        if (!(limit.quota() instanceof Quota.Rate rate) || rate.measure() != Measure.REQUESTS) {
            return Optional.empty();
        }
        var perSecond = rate.amount() / rate.period().length().toSeconds();
        if (perSecond < BATCHED_FROM) {
            return Optional.empty();
        }
        var shards = Math.clamp(
                Math.ceilDiv(perSecond, PER_SHARD), 1, Math.clamp(rate.burst() / LEAST_BURST, 1, MAX_SHARDS));
        var interval = Math.ceilDiv(rate.period().length().toNanos() * shards, rate.amount());
        var burst = rate.burst() / shards * interval;
        var keep = Math.min(LONGEST_KEEP, burst / 5);
        return keep / interval < WORTHWHILE
                ? Optional.empty()
                : Optional.of(new BatchPlan(limit, shards, interval, burst - keep, keep));
    }

    /// The most permits to take together: what the rate yields while they may be kept.
    long largest() {
        return keep / interval;
    }

    Take.Rate take(long permits) {
        return new Take.Rate(limit.counter(), permits * interval, tolerance, false);
    }

    /// How many permits a shard has left.
    long left(UsageItem item, long now) {
        return Math.max(0, tolerance - Math.max(0, item.counter(limit.counter()) - now)) / interval;
    }

    static String key(String key, int shard) {
        return key + "#" + shard;
    }
}
