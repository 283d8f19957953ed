package io.sagegate.limits;

import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.Arithmetic;
import io.sagegate.limits.usage.Hold;
import io.sagegate.limits.usage.Nanos;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Quota;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The true use of a call that was charged by estimate long before: the changes of items, and the figures of the
/// record.
///
/// A limit that is no longer there leaves its counter as it was charged. Prices are those of now.
///
/// @param settlements one for each item; they name no hold, since the estimate was settled before
/// @param uses the differences, in each limit's measure; negative where something comes back
public record LateUse(List<Settlement> settlements, List<LimitUse> uses) {
    /// Long over, so that a settlement of it charges what it says.
    private static final Hold NO_HOLD = new Hold(0, List.of());

    public LateUse {
        settlements = List.copyOf(settlements);
        uses = List.copyOf(uses);
    }

    /// The difference between what was charged and what the usage costs.
    ///
    /// @param id like no other
    public static LateUse of(
            String id, List<Pledge> pledges, Decision.Permit permit, Demand demand, Usage usage, Instant now) {
        var changes = new LinkedHashMap<String, List<Settlement.Change>>();
        var uses = new ArrayList<LimitUse>();
        var limits = limits(permit);
        for (var pledge : pledges) {
            var limit = Optional.ofNullable(limits.get(pledge.key() + " " + pledge.counter()));
            limit.ifPresent(known -> {
                var used = Costs.used(known, demand, usage);
                change(pledge, known, used)
                        .filter(change -> matters(change, now))
                        .ifPresent(change -> changes.computeIfAbsent(pledge.key(), _ -> new ArrayList<>())
                                .add(change));
                uses.add(new LimitUse(known, used - pledge.amount(), true, false, Optional.empty()));
            });
        }
        var settlements = new ArrayList<Settlement>();
        changes.forEach((key, list) -> settlements.add(new Settlement(key, id, NO_HOLD, list, Nanos.of(now))));
        return new LateUse(settlements, uses);
    }

    private static Map<String, Limit> limits(Decision.Permit permit) {
        var principal = permit.question().principal();
        var limits = new LinkedHashMap<String, Limit>();
        for (var limit : permit.limits()) {
            var counted = Counted.of(limit, permit.grant(), principal);
            limits.putIfAbsent(counted.key() + " " + limit.counter(), limit);
        }
        return limits;
    }

    /// Whether there is anything left to charge or to give back.
    private static boolean matters(Settlement.Change change, Instant now) {
        return switch (change) {
            case Settlement.Rate rate -> {
                var debt = rate.debt(false);
                yield debt > 0 || Arithmetic.undrained(-debt, rate.pledgedUntil(), Nanos.of(now)) > 0;
            }
            case Settlement.Budget budget -> budget.debt(false) != 0;
            case Settlement.Call _ -> false;
        };
    }

    private static Optional<Settlement.Change> change(Pledge pledge, Limit limit, long used) {
        return switch (limit.quota()) {
            case Quota.Rate rate ->
                Optional.of(new Settlement.Rate(
                        pledge.counter(), 0, Costs.nanos(used, rate) - pledge.taken(), pledge.until()));
            case Quota.Budget _ ->
                Optional.of(new Settlement.Budget(pledge.counter(), pledge.window(), 0, used - pledge.taken()));
            case Quota.Concurrency _ -> Optional.empty();
        };
    }
}
