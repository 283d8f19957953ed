package io.sagegate.limits;

import io.sagegate.identity.Principal;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.Reservation.Entry;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.usage.Arithmetic;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Nanos;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageStore.Outcome;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Limit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Takes the amounts of one call from some of its limits. Thread-safe.
record Taking(UsageStore store, InstantSource clock, Batches batches) {
    /// Takes from all of the limits, or from none.
    ///
    /// @param time that counting may take
    Admission admission(
            Decision.Permit permit,
            List<Limit> limits,
            Principal principal,
            Demand demand,
            Instant deadline,
            Duration time) {
        var now = clock.instant();
        var entries = Entries.of(Counted.all(limits, permit.grant(), principal), demand, now);
        if (entries.isEmpty()) {
            return new Reservation(permit, principal, demand, List.of(), List.of(), List.of(), List.of(), true, time);
        }
        var counting = Deadline.in(time, clock);
        var slots = new Slots(batches, store, clock);
        try {
            var refused = slots.take(entries, counting.keeping(Limiter.LAST_WORD));
            return refused.isPresent()
                    ? refused.get()
                    : single(permit, principal, demand, entries, slots, now, deadline, counting);
        } catch (UsageUnavailableException e) {
            slots.putBack();
            return entries.stream().allMatch(entry -> entry.counted().limit().admitsUncounted())
                    ? uncounted(permit, principal, demand, entries)
                    : new Admission.Unavailable(e);
        } catch (RuntimeException | Error e) {
            slots.putBack();
            throw e;
        }
    }

    /// Takes from the limits without batches; the others have their slots by now.
    private Admission single(
            Decision.Permit permit,
            Principal principal,
            Demand demand,
            List<Entry> entries,
            Slots slots,
            Instant now,
            Instant deadline,
            Deadline counting)
            throws UsageUnavailableException {
        var single = entries.stream().filter(entry -> !entry.batched()).toList();
        var draws = Entries.draws(single, now, deadline.plus(Limiter.MARGIN));
        return switch (take(single, draws, counting)) {
            case Outcome.TooLittle(var found, var _) -> {
                var asked = slots.batches();
                slots.putBack();
                yield Standing.refused(single, found, asked, now);
            }
            case Outcome.Taken taken -> {
                var pledged = entries.stream()
                        .map(entry -> Entries.pledged(entry, taken, now))
                        .toList();
                var standing = Standing.of(single, taken.after(), slots.batches(), now);
                var crossings = Thresholds.taken(single, taken.after(), now);
                yield new Reservation(
                        permit, principal, demand, pledged, draws, standing, crossings, true, counting.remaining());
            }
        };
    }

    private static Reservation uncounted(
            Decision.Permit permit, Principal principal, Demand demand, List<Entry> entries) {
        return new Reservation(
                permit, principal, demand, entries, List.of(), List.of(), List.of(), false, Duration.ZERO);
    }

    private Outcome take(List<Entry> entries, List<Draw> draws, Deadline counting) throws UsageUnavailableException {
        if (entries.isEmpty()) {
            return new Outcome.Taken(Map.of(), true);
        }
        var taking = counting.keeping(Limiter.LAST_WORD);
        UsageUnavailableException.throwIfPast(taking);
        if (entries.stream().anyMatch(entry -> Arithmetic.shortBy(UsageItem.EMPTY, entry.take(), 0) > 0)) {
            var keys = entries.stream().map(entry -> entry.counted().key()).collect(Collectors.toSet());
            return new Outcome.TooLittle(store.read(keys, taking));
        }
        try {
            var outcome = store.take(draws, taking);
            if (outcome instanceof Outcome.TooLittle(var _, var sure) && !sure) {
                undo(draws, counting.within(Limiter.LAST_WORD));
            }
            return outcome;
        } catch (UsageUnavailableException | RuntimeException | Error e) {
            undo(draws, counting.within(Limiter.LAST_WORD));
            throw e;
        }
    }

    /// Undoes a take that was perhaps carried out although no answer came, or will be. If undoing fails, the hold gives
    /// the amounts back when it ends.
    private void undo(List<Draw> draws, Deadline deadline) {
        for (var i = 0; i < draws.size() && !deadline.isPast(); i++) {
            var draw = draws.get(i);
            var now = Nanos.of(clock.instant());
            var share = deadline.remaining().dividedBy(draws.size() - i);
            try {
                store.settle(Changes.undoing(draw, now), deadline.within(share));
            } catch (UsageUnavailableException | RuntimeException _) {
                // As likely as not, since the take failed: the call is refused either way.
            }
        }
    }

    /// Call this after a restore from a snapshot.
    void restart() {
        batches.clear();
    }
}
