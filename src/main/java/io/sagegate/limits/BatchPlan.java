package io.sagegate.limits;

import io.sagegate.limits.usage.Take;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Quota;
import io.sagegate.policy.Quota.Measure;
import java.util.Optional;

/// A plan for taking a high rate of requests: several slots at a time, from one of several items.
///
/// A slot lets one request pass. A fetched slot may be used for as long as `keep` states. The burst is smaller by
/// that time's share of the rate. So the fetched slots and the slots left in the table together never exceed the
/// limit. Slots used in a period were taken in it, or at most `keep` before it.
///
/// @param shards how many items share the rate, so that no item is written too often
/// @param interval how long one slot of a shard needs to come back, in nanoseconds
/// @param tolerance how much a shard allows at once, less what may be kept, in nanoseconds
/// @param keep how long slots may be kept, in nanoseconds
record BatchPlan(Limit limit, int shards, long interval, long tolerance, long keep) {
    private static final long BATCHED_FROM = 50;
    private static final long PER_SHARD = 500;
    private static final int MAX_SHARDS = 16;
    private static final long LEAST_BURST = 20;
    private static final long LONGEST_KEEP = 2_000_000_000L;
    private static final long WORTHWHILE = 4;

    /// The plan of a limit. Empty for a limit whose requests are taken one by one.
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

    /// The most slots to take together: as many as the rate yields while slots may be kept.
    long largest() {
        return keep / interval;
    }

    Take.Rate take(long permits) {
        return new Take.Rate(limit.counter(), permits * interval, tolerance, false);
    }

    /// The number of slots that a shard has left.
    long left(UsageItem item, long now) {
        return Math.max(0, tolerance - Math.max(0, item.counter(limit.counter()) - now)) / interval;
    }

    static String key(String key, int shard) {
        return key + "#" + shard;
    }
}
