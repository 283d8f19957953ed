package io.sagegate.limits;

import io.sagegate.limits.Reservation.Entry;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.Take;
import io.sagegate.policy.Quota;
import java.util.List;
import java.util.Optional;

/// Computes the changes that a settlement makes to an item.
final class Changes {
    private Changes() {}

    /// The changes that settle an item to the call's true usage.
    static List<Settlement.Change> settling(Reservation reservation, String key, Usage usage) {
        return reservation.entries().stream()
                .filter(entry -> entry.counted().key().equals(key))
                .flatMap(entry -> settling(entry, reservation.demand(), usage).stream())
                .toList();
    }

    private static Optional<Settlement.Change> settling(Entry entry, Demand demand, Usage usage) {
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

    /// The settlement that undoes a draw on an item.
    static Settlement undoing(Draw draw, long now) {
        var changes =
                draw.takes().stream().map(take -> undoing(take, draw.now())).toList();
        return new Settlement(draw.key(), draw.hold(), draw.holding(), changes, now);
    }

    private static Settlement.Change undoing(Take one, long takenAt) {
        return switch (one) {
            case Take.Rate rate -> new Settlement.Rate(rate.counter(), rate.cost(), 0, takenAt + rate.cost());
            case Take.Budget budget -> new Settlement.Budget(budget.counter(), budget.window(), budget.cost(), 0);
            case Take.Call call -> new Settlement.Call(call.counter());
        };
    }
}
