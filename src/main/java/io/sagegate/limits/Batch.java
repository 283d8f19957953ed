package io.sagegate.limits;

import io.sagegate.limits.UsageStore.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/// The permits that this environment has taken ahead on one limit. As many are taken as were used in the while
/// before: an environment that is idle keeps none from the others.
final class Batch {
    private final BatchPlan plan;
    private final String key;
    private final ReentrantLock lock = new ReentrantLock();
    private int shard;
    private long size;
    private long permits;
    private long expiry;
    private long seenLeft;
    private long dryUntil;

    Batch(BatchPlan plan, String key) {
        this.plan = plan;
        this.key = key;
        this.shard = ThreadLocalRandom.current().nextInt(plan.shards());
    }

    /// Takes one permit. Says how long to wait when there is none.
    Optional<Duration> take(UsageStore store, InstantSource clock, Duration within) throws UsageUnavailableException {
        lock.lock();
        try {
            var now = Nanos.of(clock.instant());
            if (permits > 0 && now < expiry) {
                permits--;
                return Optional.empty();
            }
            return now < dryUntil ? Optional.of(Duration.ofNanos(dryUntil - now)) : refill(store, now, within);
        } finally {
            lock.unlock();
        }
    }

    /// For a call that another limit refused.
    void putBack() {
        lock.lock();
        try {
            permits++;
        } finally {
            lock.unlock();
        }
    }

    /// Where the limit stood when last seen.
    LimitStatus standing() {
        lock.lock();
        try {
            return status(plan, seenLeft * plan.shards() + permits);
        } finally {
            lock.unlock();
        }
    }

    static LimitStatus status(BatchPlan plan, long left) {
        var total = plan.tolerance() / plan.interval() * plan.shards();
        var missing = Math.max(0, total - left) * plan.interval() / plan.shards();
        return new LimitStatus(plan.limit(), total, Math.min(left, total), Optional.of(Duration.ofNanos(missing)));
    }

    /// From the next item that has permits left.
    private Optional<Duration> refill(UsageStore store, long now, Duration within) throws UsageUnavailableException {
        var unused = now < expiry + plan.keep() ? permits : size;
        permits = 0;
        size = Math.clamp(unused == 0 ? 2 * size : size - unused, 1, plan.largest());
        var wait = Long.MAX_VALUE;
        for (var tried = 0; tried < plan.shards(); tried++) {
            // In turn, so that one busy environment alone can use the whole rate.
            shard = (shard + 1) % plan.shards();
            var found = taken(store, now, within);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            wait = Math.min(wait, found.get());
        }
        // Asking again at once would write for every single permit; what comes back meanwhile is not lost.
        dryUntil = now + Math.max(wait, plan.keep() / 8);
        return Optional.of(Duration.ofNanos(dryUntil - now));
    }

    /// Empty when permits were taken from the current shard; else how long until it has one.
    private Optional<Long> taken(UsageStore store, long now, Duration within) throws UsageUnavailableException {
        var wanted = size;
        while (true) {
            var draw = new Draw(
                    BatchPlan.key(key, shard), List.of(plan.take(wanted)), now, now / 1_000_000_000L, Hold.newId());
            switch (store.take(List.of(draw), within)) {
                case Outcome.Taken taken -> {
                    seenLeft = plan.left(taken.after().getOrDefault(draw.key(), UsageItem.EMPTY), now);
                    size = wanted;
                    permits = wanted - 1;
                    expiry = now + plan.keep();
                    return Optional.empty();
                }
                case Outcome.TooLittle(var found) -> {
                    var item = found.getOrDefault(draw.key(), UsageItem.EMPTY);
                    seenLeft = plan.left(item, now);
                    if (seenLeft == 0) {
                        return Optional.of(Arithmetic.shortBy(item, plan.take(1), now));
                    }
                    wanted = Math.min(seenLeft, Math.max(1, wanted / 2));
                }
            }
        }
    }
}
