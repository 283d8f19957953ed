package io.sagegate.limits;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.UsageStore.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Slots that this environment has taken ahead on one limit; a slot lets one request pass. Each batch takes as many
/// slots as the last one used. So an idle environment keeps none from the others. The field `permits` counts free
/// slots.
final class Batch {
    private final BatchPlan plan;
    private final String key;

    /// Held while slots are fetched. It guards `shard`, `size` and `dryUntil`.
    private final ReentrantLock refilling = new ReentrantLock();

    /// Held briefly. It guards `permits`, `expiry` and `seenLeft`.
    private final Object state = new Object();

    private int shard;
    private long size;
    private long dryUntil;
    private long permits;
    private long expiry;
    private long seenLeft;

    Batch(BatchPlan plan, String key) {
        this.plan = plan;
        this.key = key;
        this.shard = ThreadLocalRandom.current().nextInt(plan.shards());
    }

    /// Takes one slot. Returns how long to wait if there is none; empty if it was taken.
    Optional<Duration> take(UsageStore store, InstantSource clock, Deadline deadline) throws UsageUnavailableException {
        if (isTaken(Nanos.of(clock.instant()))) {
            return Optional.empty();
        }
        awaitTurn(deadline);
        try {
            var now = Nanos.of(clock.instant());
            if (isTaken(now)) {
                return Optional.empty();
            }
            return now < dryUntil ? Optional.of(Duration.ofNanos(dryUntil - now)) : refill(store, now, deadline);
        } finally {
            refilling.unlock();
        }
    }

    private boolean isTaken(long now) {
        synchronized (state) {
            if (permits > 0 && now < expiry) {
                permits--;
                return true;
            }
            return false;
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
    void putBack() {
        synchronized (state) {
            permits++;
        }
    }

    /// Where the limit stood when it was last read.
    LimitStatus standing() {
        synchronized (state) {
            return status(plan, seenLeft * plan.shards() + permits);
        }
    }

    static LimitStatus status(BatchPlan plan, long left) {
        var total = plan.tolerance() / plan.interval() * plan.shards();
        var missing = Math.max(0, total - left) * plan.interval() / plan.shards();
        return new LimitStatus(plan.limit(), total, Math.min(left, total), Optional.of(Duration.ofNanos(missing)));
    }

    /// Fetches slots from the next shard that has some left.
    private Optional<Duration> refill(UsageStore store, long now, Deadline deadline) throws UsageUnavailableException {
        var unused = unused(now);
        size = Math.clamp(unused == 0 ? 2 * size : size - unused, 1, plan.largest());
        var wait = Long.MAX_VALUE;
        for (var tried = 0; tried < plan.shards(); tried++) {
            // The shards are tried in turn, so that one busy environment alone can use the whole rate.
            shard = (shard + 1) % plan.shards();
            var found = taken(store, now, deadline);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            wait = Math.min(wait, found.get());
        }
        // Asking again at once would write for every single permit; what comes back meanwhile is not lost. No permit
        // takes longer to come back than permits are kept, so an item that says so is not believed for longer.
        dryUntil = now + Math.clamp(wait, plan.keep() / 8, plan.keep());
        return Optional.of(Duration.ofNanos(dryUntil - now));
    }

    /// The number of slots of the last batch that were not used. They are given up.
    private long unused(long now) {
        synchronized (state) {
            var unused = now < expiry + plan.keep() ? permits : size;
            permits = 0;
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
                case Outcome.TooLittle(var found) -> {
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

    /// Adds fetched slots. A slot that was put back in the meantime is not lost.
    private void fill(long left, long fetched, long now) {
        synchronized (state) {
            seenLeft = left;
            permits += fetched;
            expiry = now + plan.keep();
        }
    }
}
