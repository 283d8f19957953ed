package io.sagegate.limits;

import io.sagegate.identity.Principal;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.Reservation.Entry;
import io.sagegate.limits.UsageStore.Outcome;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.RequestedTokens;
import io.sagegate.limits.tokens.UncountableException;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Action;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Price;
import io.sagegate.policy.Quota;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Takes a call's amounts from all its limits before the call, and charges its true usage afterwards. Thread-safe.
public final class Limiter {
    /// How much longer than the call its hold lasts, in seconds: more than the clocks of two environments differ.
    static final Duration MARGIN = Duration.ofSeconds(10);

    /// Milliseconds that counting may add to one call when the usage table is slow: taking, undoing and settling
    /// together.
    static final Duration COUNTING = Duration.ofMillis(1_500);

    /// Milliseconds of [#COUNTING] that no take may use. They are kept for the settlement, or for undoing a take
    /// whose answer was lost.
    static final Duration LAST_WORD = Duration.ofMillis(300);

    private final UsageStore store;
    private final InstantSource clock;
    private final Batches batches = new Batches();

    public Limiter(UsageStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// Takes the call's amounts from all limits of the permit, or from none.
    ///
    /// @param contentType the media type of the body, as the model gets it
    /// @param body the request's body, which is read if a limit counts tokens
    /// @param deadline when the call is over at the latest
    public Admission reserve(
            Decision.Permit permit, Principal principal, String contentType, byte[] body, Instant deadline) {
        try {
            var demand = demand(permit, contentType, body);
            // Nobody will see the answer of a queued call, nor whether its bound was heeded.
            var certain = permit.action() == Action.INVOKE_ASYNC ? demand.unseen() : demand;
            return reserve(permit, principal, certain, deadline);
        } catch (UncountableException e) {
            return new Admission.Uncountable(String.valueOf(e.getMessage()));
        }
    }

    /// A body that tells no tokens for certain is refused where a limit counts them, and not for the sake of a price.
    private static Demand demand(Decision.Permit permit, String contentType, byte[] body) throws UncountableException {
        if (!countsTokens(permit)) {
            return Demand.ofSize(body.length);
        }
        try {
            return RequestedTokens.of(contentType, body, permit.grant().counting());
        } catch (UncountableException e) {
            if (limitsTokens(permit)) {
                throw e;
            }
            return Demand.ofSize(body.length);
        }
    }

    private static boolean limitsTokens(Decision.Permit permit) {
        return permit.limits().stream().anyMatch(limit -> Costs.countsTokens(limit.quota()));
    }

    private static boolean countsTokens(Decision.Permit permit) {
        return limitsTokens(permit) || permit.price().filter(Price::goesBySize).isPresent();
    }

    /// Whether a streamed call should be asked for its usage, since a limit or a price counts its tokens and the policy
    /// allows it.
    public static boolean asksUsage(Decision.Permit permit) {
        return permit.grant().counting().asksUsage() && countsTokens(permit);
    }

    /// Takes the amounts of a demand that is already known.
    public Admission reserve(Decision.Permit permit, Principal principal, Demand demand, Instant deadline) {
        return reserve(permit, permit.limits(), principal, demand, deadline);
    }

    private Admission reserve(
            Decision.Permit permit, List<Limit> limits, Principal principal, Demand demand, Instant deadline) {
        var now = clock.instant();
        var entries = Entries.of(Counted.all(limits, permit.grant(), principal), demand, now);
        if (entries.isEmpty()) {
            return new Reservation(
                    permit, principal, demand, List.of(), List.of(), List.of(), List.of(), true, COUNTING);
        }
        var counting = Deadline.in(COUNTING, clock);
        var slots = new Slots(batches, store, clock);
        try {
            var refused = slots.take(entries, counting.keeping(LAST_WORD));
            if (refused.isPresent()) {
                return refused.get();
            }
            var single = entries.stream().filter(entry -> !entry.batched()).toList();
            var draws = Entries.draws(single, now, deadline.plus(MARGIN));
            var outcome = take(single, draws, counting);
            return switch (outcome) {
                case Outcome.TooLittle(var found) -> {
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

    private static Reservation uncounted(
            Decision.Permit permit, Principal principal, Demand demand, List<Entry> entries) {
        return new Reservation(
                permit, principal, demand, entries, List.of(), List.of(), List.of(), false, Duration.ZERO);
    }

    /// Takes what asking for the result of an earlier call needs: a request, and a place among those that run at once.
    /// The call itself took everything else.
    public Admission revisit(Decision.Permit permit, Principal principal, Instant deadline) {
        var limits = permit.limits().stream()
                .filter(limit -> isOfVisits(limit.quota()))
                .toList();
        return reserve(permit, limits, principal, Demand.ofSize(0), deadline);
    }

    private static boolean isOfVisits(Quota quota) {
        return quota.measure() == Quota.Measure.REQUESTS || quota.measure() == Quota.Measure.CALLS;
    }

    private Outcome take(List<Entry> entries, List<Draw> draws, Deadline counting) throws UsageUnavailableException {
        if (entries.isEmpty()) {
            return new Outcome.Taken(Map.of(), true);
        }
        var taking = counting.keeping(LAST_WORD);
        UsageUnavailableException.throwIfPast(taking);
        if (entries.stream().anyMatch(entry -> Arithmetic.shortBy(UsageItem.EMPTY, entry.take(), 0) > 0)) {
            var keys = entries.stream().map(entry -> entry.counted().key()).collect(Collectors.toSet());
            return new Outcome.TooLittle(store.read(keys, taking));
        }
        try {
            return store.take(draws, taking);
        } catch (UsageUnavailableException | RuntimeException | Error e) {
            undo(entries, draws, counting.within(LAST_WORD));
            throw e;
        }
    }

    /// Undoes a take that may have been carried out although no answer came. If undoing fails, the hold gives the
    /// amounts back when it ends.
    private void undo(List<Entry> entries, List<Draw> draws, Deadline deadline) {
        for (var i = 0; i < draws.size() && !deadline.isPast(); i++) {
            var draw = draws.get(i);
            var changes = Changes.undoing(entries, draw);
            var now = Nanos.of(clock.instant());
            var share = deadline.remaining().dividedBy(draws.size() - i);
            try {
                store.settle(
                        new Settlement(draw.key(), draw.hold(), draw.holding(), changes, now), deadline.within(share));
            } catch (UsageUnavailableException | RuntimeException _) {
                // As likely as not, since the take failed: the call is refused either way.
            }
        }
    }

    /// Gives back what was taken but not used, and charges what was used beyond it.
    ///
    /// @return where the call's limits stand after the settlement; where they stood at the reservation if there is
    /// nothing to settle
    /// @throws UsageUnavailableException if the settlement could not be written; then the holds expire
    public List<LimitStatus> settle(Reservation reservation, Usage usage) throws UsageUnavailableException {
        return settle(reservation, usage, Deadline.in(reservation.timeToSettle(), clock))
                .standing();
    }

    /// The same, and by a deadline: with what the reservation left of the call's time for counting. An item that
    /// cannot be written keeps no other from being settled.
    public Balance settle(Reservation reservation, Usage usage, Deadline deadline) throws UsageUnavailableException {
        var settling = deadline.within(reservation.timeToSettle());
        var begun = clock.instant();
        var now = Nanos.of(begun);
        var settled = new Settlements(store, reservation, usage, now, settling).write();
        return settled.isEmpty()
                ? new Balance(reservation.standing(), List.of())
                : new Balance(
                        Standing.after(reservation, settled, begun),
                        Thresholds.settled(reservation.entries(), settled, begun));
    }

    /// Returns where the limits of a principal's grants stand, including those of its bindings. Takes nothing.
    public Map<Grant, List<LimitStatus>> peek(Principal principal, Collection<Assignment> assignments)
            throws UsageUnavailableException {
        return new Peek(store, clock).at(principal, assignments);
    }

    /// Call this after a restore from a snapshot: usage remembered before it is no longer valid.
    public void restart() {
        batches.clear();
        store.forget();
    }
}
