package io.sagegate.limits;

import io.sagegate.identity.Principal;
import io.sagegate.limits.Reservation.Entry;
import io.sagegate.limits.UsageStore.Outcome;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.RequestedTokens;
import io.sagegate.limits.tokens.UncountableException;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Quota;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Takes what a call needs from all its limits before it is made, and settles to its true use after. Thread-safe.
public final class Limiter {
    /// How much longer than the call its hold lasts: more than the clocks of two execution environments differ.
    static final Duration MARGIN = Duration.ofSeconds(10);

    /// What counting may add to a call, in all, when the usage table is slow.
    private static final Duration BUDGET = Duration.ofMillis(1_500);

    /// What of it is left to undo a take of which nobody knows whether it was carried out.
    private static final Duration UNDO = Duration.ofMillis(300);

    private final UsageStore store;
    private final InstantSource clock;
    private final Batches batches = new Batches();

    public Limiter(UsageStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// Takes from all limits of the permit or from none.
    ///
    /// @param contentType what the model is told that the body is
    /// @param body the request's, which is read where a limit counts tokens
    /// @param deadline when the call is over at the latest
    public Admission reserve(
            Decision.Permit permit, Principal principal, String contentType, byte[] body, Instant deadline) {
        var countsTokens = permit.limits().stream().anyMatch(limit -> Costs.countsTokens(limit.quota()));
        try {
            var demand = countsTokens ? RequestedTokens.of(contentType, body) : Demand.ofSize(body.length);
            return reserve(permit, principal, demand, deadline);
        } catch (UncountableException e) {
            return new Admission.Uncountable(String.valueOf(e.getMessage()));
        }
    }

    /// The same with a demand that is known better.
    public Admission reserve(Decision.Permit permit, Principal principal, Demand demand, Instant deadline) {
        var now = clock.instant();
        var entries = entries(counted(permit.grant(), permit.limits(), principal), demand, now);
        if (entries.isEmpty()) {
            return new Reservation(permit, principal, demand, List.of(), List.of(), List.of(), true);
        }
        var permits = new ArrayList<Batch>();
        try {
            var refused = fromBatches(entries, permits);
            if (refused.isPresent()) {
                return refused.get();
            }
            var single = entries.stream().filter(entry -> !entry.batched()).toList();
            var draws = draws(single, now, deadline.plus(MARGIN));
            var outcome = take(single, draws);
            return switch (outcome) {
                case Outcome.TooLittle(var found) -> {
                    permits.forEach(Batch::putBack);
                    yield refused(single, found, permits, now);
                }
                case Outcome.Taken taken -> {
                    var pledged = entries.stream()
                            .map(entry -> pledged(entry, taken, now))
                            .toList();
                    var standing = new ArrayList<>(standing(single, taken.after(), now));
                    permits.forEach(batch -> standing.add(batch.standing()));
                    yield new Reservation(permit, principal, demand, pledged, draws, standing, true);
                }
            };
        } catch (UsageUnavailableException e) {
            permits.forEach(Batch::putBack);
            return entries.stream().allMatch(entry -> entry.counted().limit().admitsUncounted())
                    ? new Reservation(permit, principal, demand, entries, List.of(), List.of(), false)
                    : new Admission.Unavailable(e);
        }
    }

    /// Takes a permit of each batched limit, or of none.
    private Optional<Admission> fromBatches(List<Entry> entries, List<Batch> permits) throws UsageUnavailableException {
        for (var entry : entries) {
            var plan = entry.counted().plan();
            if (plan.isPresent()) {
                var batch = batches.of(plan.get(), entry.counted().key());
                var wait = batch.take(store, clock, BUDGET);
                if (wait.isPresent()) {
                    permits.forEach(Batch::putBack);
                    return Optional.of(new Admission.Refused(entry.counted().limit(), wait, List.of(batch.standing())));
                }
                permits.add(batch);
            }
        }
        return Optional.empty();
    }

    private Outcome take(List<Entry> entries, List<Draw> draws) throws UsageUnavailableException {
        if (entries.isEmpty()) {
            return new Outcome.Taken(Map.of(), true);
        }
        if (entries.stream().anyMatch(entry -> isTooMuch(entry.take()))) {
            return new Outcome.TooLittle(store.read(keys(entries), BUDGET));
        }
        try {
            return store.take(draws, BUDGET.minus(UNDO));
        } catch (UsageUnavailableException e) {
            undo(entries, draws);
            throw e;
        }
    }

    /// A take may have been carried out although no answer came. Best effort: what is held comes back in any case.
    private void undo(List<Entry> entries, List<Draw> draws) {
        for (var draw : draws) {
            var changes = entries.stream()
                    .filter(entry -> entry.counted().key().equals(draw.key()))
                    .map(entry -> returned(entry, draw.now()))
                    .toList();
            var now = Nanos.of(clock.instant());
            var settlement = new Settlement(draw.key(), draw.hold(), draw.holding(), changes, now);
            try {
                store.settle(settlement, UNDO.dividedBy(draws.size()));
            } catch (UsageUnavailableException _) {
                // As likely as not, since the take failed: the call is told that usage is unavailable either way.
            }
        }
    }

    private static Settlement.Change returned(Entry entry, long takenAt) {
        return switch (entry.take()) {
            case Take.Rate rate -> new Settlement.Rate(rate.counter(), rate.cost(), 0, takenAt + rate.cost());
            case Take.Budget budget -> new Settlement.Budget(budget.counter(), budget.window(), budget.cost(), 0);
            case Take.Call call -> new Settlement.Call(call.counter());
        };
    }

    /// Gives back what was not used, and charges what was used beyond the reservation.
    ///
    /// @return where the call's limits stand then: as the written items say, and as they stood at the reservation
    /// where there is nothing to settle
    /// @throws UsageUnavailableException if that could not be written: the holds end by themselves
    public List<LimitStatus> settle(Reservation reservation, Usage usage) throws UsageUnavailableException {
        return settle(reservation, usage, BUDGET);
    }

    /// The same, all of it within a time.
    public List<LimitStatus> settle(Reservation reservation, Usage usage, Duration within)
            throws UsageUnavailableException {
        var begun = clock.instant();
        var now = Nanos.of(begun);
        var settled = new HashMap<String, UsageItem>();
        for (var draw : reservation.draws()) {
            var holding = draw.holding();
            if (!holding.parts().isEmpty()) {
                var changes = reservation.entries().stream()
                        .filter(entry -> entry.counted().key().equals(draw.key()))
                        .flatMap(entry -> change(entry, reservation.demand(), usage).stream())
                        .toList();
                var left = within.minus(Duration.between(begun, clock.instant()));
                if (!left.isPositive()) {
                    throw new UsageUnavailableException("no time was left to settle", null);
                }
                var settlement = new Settlement(draw.key(), draw.hold(), holding, changes, now);
                settled.put(draw.key(), store.settle(settlement, left));
            }
        }
        return settled.isEmpty() ? reservation.standing() : standing(reservation, settled, begun);
    }

    private static List<LimitStatus> standing(Reservation reservation, Map<String, UsageItem> settled, Instant now) {
        var standing = new LinkedHashMap<Limit, LimitStatus>();
        reservation.standing().forEach(status -> standing.put(status.limit(), status));
        for (var entry : reservation.entries()) {
            var item = settled.get(entry.counted().key());
            if (item != null && !entry.batched()) {
                var limit = entry.counted().limit();
                standing.put(limit, LimitStatus.of(limit, item, now));
            }
        }
        return List.copyOf(standing.values());
    }

    /// Where the limits of the principal's grants stand, by grant, those of its bindings included; takes nothing.
    public Map<Grant, List<LimitStatus>> peek(Principal principal, Collection<Assignment> assignments)
            throws UsageUnavailableException {
        var now = clock.instant();
        var counted = new LinkedHashMap<Grant, List<Counted>>();
        var keys = new TreeSet<String>();
        for (var entry : limits(assignments).entrySet()) {
            var limits = counted(entry.getKey(), entry.getValue(), principal);
            counted.put(entry.getKey(), limits);
            limits.forEach(limit -> keys.addAll(limit.keys()));
        }
        var found = keys.isEmpty() ? Map.<String, UsageItem>of() : store.read(keys, BUDGET);
        var standing = new LinkedHashMap<Grant, List<LimitStatus>>();
        counted.forEach((grant, limits) -> standing.put(
                grant, limits.stream().map(limit -> status(limit, found, now)).toList()));
        return standing;
    }

    private static Map<Grant, List<Limit>> limits(Collection<Assignment> assignments) {
        var limits = new LinkedHashMap<Grant, List<Limit>>();
        for (var assignment : assignments) {
            for (var grant : assignment.role().grants()) {
                limits.computeIfAbsent(grant, each -> new ArrayList<>(each.limits()))
                        .addAll(assignment.limits());
            }
        }
        return limits;
    }

    /// After a snapshot's restore: what was remembered before it means nothing.
    public void restart() {
        batches.clear();
        store.forget();
    }

    /// Where two bindings put the same kind of limit on one counter, the stricter one counts.
    private static List<Counted> counted(Grant grant, List<Limit> limits, Principal principal) {
        var byCounter = new LinkedHashMap<String, Counted>();
        for (var limit : limits) {
            var counted = Counted.of(limit, grant, principal);
            byCounter.merge(
                    counted.key() + " " + limit.counter(),
                    counted,
                    (one, other) -> isStricter(one.limit(), other.limit()) ? one : other);
        }
        return List.copyOf(byCounter.values());
    }

    private static boolean isStricter(Limit one, Limit other) {
        return one.quota().amount() != other.quota().amount()
                ? one.quota().amount() < other.quota().amount()
                : Costs.most(one.quota()) <= Costs.most(other.quota());
    }

    private static List<Entry> entries(List<Counted> counted, Demand demand, Instant now) {
        var entries = new ArrayList<Entry>(counted.size());
        for (var each : counted) {
            var amount = Costs.reserved(each.limit(), demand);
            entries.add(new Entry(each, Costs.take(each.limit(), amount, now), amount, 0));
        }
        return entries;
    }

    private List<Draw> draws(List<Entry> entries, Instant now, Instant until) {
        var takes = new LinkedHashMap<String, List<Take>>();
        for (var entry : entries) {
            takes.computeIfAbsent(entry.counted().key(), _ -> new ArrayList<>()).add(entry.take());
        }
        var hold = Hold.newId();
        var draws = new ArrayList<Draw>(takes.size());
        takes.forEach((key, list) -> draws.add(new Draw(key, list, Nanos.of(now), until.getEpochSecond(), hold)));
        return draws;
    }

    private static boolean isTooMuch(Take take) {
        return Arithmetic.shortBy(UsageItem.EMPTY, take, 0) > 0;
    }

    private static Entry pledged(Entry entry, Outcome.Taken taken, Instant now) {
        if (!(entry.take() instanceof Take.Rate rate)) {
            return entry;
        }
        var item = taken.after().getOrDefault(entry.counted().key(), UsageItem.EMPTY);
        var least = Nanos.of(now) + rate.cost();
        var pledged = taken.exact() ? Math.max(least, item.counter(rate.counter())) : least;
        return new Entry(entry.counted(), entry.take(), entry.amount(), pledged);
    }

    private static Optional<Settlement.Change> change(Entry entry, Demand demand, Usage usage) {
        var limit = entry.counted().limit();
        var used = Costs.used(limit, demand, usage);
        return switch (entry.take()) {
            case Take.Rate rate ->
                rate.settles() && limit.quota() instanceof Quota.Rate quota
                        ? Optional.of(new Settlement.Rate(
                                rate.counter(), rate.cost(), Costs.nanos(used, quota), entry.pledgedUntil()))
                        : Optional.empty();
            case Take.Budget budget ->
                Optional.of(new Settlement.Budget(budget.counter(), budget.window(), budget.cost(), used));
            case Take.Call call -> Optional.of(new Settlement.Call(call.counter()));
        };
    }

    private static Admission.Refused refused(
            List<Entry> entries, Map<String, UsageItem> found, List<Batch> batches, Instant now) {
        Optional<Limit> worst = Optional.empty();
        Optional<Duration> longest = Optional.of(Duration.ZERO);
        for (var entry : entries) {
            var item = found.getOrDefault(entry.counted().key(), UsageItem.EMPTY);
            var wait = Waiting.time(entry.counted().limit(), entry.take(), item, now);
            if (longest.isPresent() && (wait.isEmpty() || wait.get().compareTo(longest.get()) > 0)) {
                worst = Optional.of(entry.counted().limit());
                longest = wait;
            }
        }
        var limit = worst.orElseGet(() -> entries.getFirst().counted().limit());
        var standing = new ArrayList<>(standing(entries, found, now));
        batches.forEach(batch -> standing.add(batch.standing()));
        return new Admission.Refused(limit, longest, standing);
    }

    /// An item that is not there has nothing taken from it.
    private static List<LimitStatus> standing(List<Entry> entries, Map<String, UsageItem> items, Instant now) {
        return entries.stream()
                .map(entry -> status(entry.counted(), items, now))
                .toList();
    }

    private static LimitStatus status(Counted counted, Map<String, UsageItem> items, Instant now) {
        if (counted.plan().isPresent()) {
            var plan = counted.plan().get();
            var left = counted.keys().stream()
                    .mapToLong(key -> plan.left(items.getOrDefault(key, UsageItem.EMPTY), Nanos.of(now)))
                    .sum();
            return Batch.status(plan, left);
        }
        return LimitStatus.of(counted.limit(), items.getOrDefault(counted.key(), UsageItem.EMPTY), now);
    }

    private static Set<String> keys(List<Entry> entries) {
        var keys = new TreeSet<String>();
        entries.forEach(entry -> keys.add(entry.counted().key()));
        return keys;
    }
}
