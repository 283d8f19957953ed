package io.sagegate.limits;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.usage.Arithmetic;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Hold;
import io.sagegate.limits.usage.Nanos;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageStore.Outcome;
import io.sagegate.limits.usage.UsageUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Slots that this environment has taken ahead on one limit; a slot lets one request pass. Each batch takes as many
/// slots as the last one used. So an idle environment keeps none from the others.
final class Batch {
    private final BatchPlan plan;
    private final String key;

    /// Held while slots are fetched. It guards `shard`, `size` and `dryUntil`.
    private final ReentrantLock refilling = new ReentrantLock();

    /// Held briefly. It guards `slots`, `expiry` and `seenLeft`.
    private final Object state = new Object();

    /// The number of free slots, by the instant at which they expire. A slot that comes back late expires no later.
    private final TreeMap<Long, Long> slots = new TreeMap<>();

    private int shard;
    private long size;
    private long dryUntil;
    private long expiry;
    private long seenLeft;

    Batch(BatchPlan plan, String key) {
        this.plan = plan;
        this.key = key;
        this.shard = ThreadLocalRandom.current().nextInt(plan.shards());
    }

    /// The outcome of a take.
    sealed interface Taken {
        /// One slot of this batch, which may be put back.
        ///
        /// @param expiry when the slot may no longer be used, in nanoseconds
        record Slot(Batch batch, long expiry) implements Taken {
            void putBack() {
                batch.putBack(expiry);
            }
        }

        /// No slot was free.
        ///
        /// @param pause how long until one may be
        record Dry(Duration pause) implements Taken {}
    }

    /// Takes one slot.
    Taken take(UsageStore store, InstantSource clock, Deadline deadline) throws UsageUnavailableException {
        var slot = free(Nanos.of(clock.instant()));
        if (slot.isPresent()) {
            return slot.get();
        }
        awaitTurn(deadline);
        try {
            var now = Nanos.of(clock.instant());
            slot = free(now);
            if (slot.isPresent()) {
                return slot.get();
            }
            return now < dryUntil ? new Taken.Dry(Duration.ofNanos(dryUntil - now)) : refill(store, now, deadline);
        } finally {
            refilling.unlock();
        }
    }

    private Optional<Taken> free(long now) {
        synchronized (state) {
            var first = slots.higherEntry(now);
            if (first == null) {
                return Optional.empty();
            }
            slots.computeIfPresent(first.getKey(), (_, left) -> left > 1 ? left - 1 : null);
            return Optional.of(new Taken.Slot(this, first.getKey()));
        }
    }

    /// Waits while another call fetches slots; that call may use all of its own time for it.
    private void awaitTurn(Deadline deadline) throws UsageUnavailableException {
        try {
            if (!refilling.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new UsageUnavailableException("no time is left to count the call", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageUnavailableException("interrupted", e);
        }
    }

    /// Puts a slot back, for a call that another limit refused.
    private void putBack(long end) {
        synchronized (state) {
            slots.merge(end, 1L, Long::sum);
        }
    }

    /// Where the limit stood when it was last read.
    LimitStatus standing() {
        synchronized (state) {
            return status(plan, seenLeft * plan.shards() + count(slots));
        }
    }

    static LimitStatus status(BatchPlan plan, long left) {
        var total = plan.tolerance() / plan.interval() * plan.shards();
        var missing = Math.max(0, total - left) * plan.interval() / plan.shards();
        return new LimitStatus(plan.limit(), total, Math.min(left, total), Optional.of(Duration.ofNanos(missing)));
    }

    private static long count(Map<Long, Long> slots) {
        return slots.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Fetches slots from the next shard that has some left, and takes one of them.
    private Taken refill(UsageStore store, long now, Deadline deadline) throws UsageUnavailableException {
        var unused = unused(now);
        size = Math.clamp(unused == 0 ? 2 * size : size - unused, 1, plan.largest());
        var wait = Long.MAX_VALUE;
        for (var tried = 0; tried < plan.shards(); tried++) {
            // The shards are tried in turn, so that one busy environment alone can use the whole rate.
            shard = (shard + 1) % plan.shards();
            var found = taken(store, now, deadline);
            if (found.isEmpty()) {
                return new Taken.Slot(this, now + plan.keep());
            }
            wait = Math.min(wait, found.get());
        }
        // Asking again at once would write for every single permit; what comes back meanwhile is not lost. No permit
        // takes longer to come back than permits are kept, so an item that says so is not believed for longer.
        dryUntil = now + Math.clamp(wait, plan.keep() / 8, plan.keep());
        return new Taken.Dry(Duration.ofNanos(dryUntil - now));
    }

    /// The number of slots of the last batch that were not used. They are given up.
    private long unused(long now) {
        synchronized (state) {
            var expired = slots.headMap(now, true);
            var unused = now < expiry + plan.keep() ? count(expired) : size;
            expired.clear();
            return unused;
        }
    }

    /// Takes slots from the current shard. Returns the nanoseconds until it has one again; empty if some were taken.
    private Optional<Long> taken(UsageStore store, long now, Deadline deadline) throws UsageUnavailableException {
        var wanted = size;
        while (true) {
            UsageUnavailableException.throwIfPast(deadline);
            var draw = new Draw(
                    BatchPlan.key(key, shard), List.of(plan.take(wanted)), now, now / 1_000_000_000L, Hold.newId());
            switch (store.take(List.of(draw), deadline)) {
                case Outcome.Taken taken -> {
                    size = wanted;
                    fill(plan.left(taken.after().getOrDefault(draw.key(), UsageItem.EMPTY), now), wanted - 1, now);
                    return Optional.empty();
                }
                case Outcome.TooLittle(var found, var _) -> {
                    var item = found.getOrDefault(draw.key(), UsageItem.EMPTY);
                    var left = plan.left(item, now);
                    see(left);
                    if (left == 0) {
                        return Optional.of(Arithmetic.shortBy(item, plan.take(1), now));
                    }
                    wanted = Math.min(left, Math.max(1, wanted / 2));
                }
            }
        }
    }

    private void see(long left) {
        synchronized (state) {
            seenLeft = left;
        }
    }

    /// Adds fetched slots.
    private void fill(long left, long fetched, long now) {
        synchronized (state) {
            seenLeft = left;
            expiry = now + plan.keep();
            if (fetched > 0) {
                slots.merge(expiry, fetched, Long::sum);
            }
        }
    }
}
