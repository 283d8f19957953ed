package io.sagegate.limits.usage;

import java.util.Map;
import java.util.Optional;

/// Pure functions that change items. The usage table carries the same changes out as conditional writes.
public final class Arithmetic {
    private Arithmetic() {}

    /// Returns the item after the draw. Empty if a counter has too little left.
    public static Optional<UsageItem> take(UsageItem before, Draw draw) {
        var item = purged(before, draw.now());
        for (var take : draw.takes()) {
            if (shortBy(item, take, draw.now()) > 0) {
                return Optional.empty();
            }
            item = taken(item, take, draw.now());
        }
        return Optional.of(item.with(draw.hold(), draw.holding()));
    }

    /// Whether a settlement was carried out before, for example when only its answer was lost. Only its own
    /// settlement removes a hold that has not expired, or leaves a mark in its place.
    public static boolean isSettled(UsageItem item, Settlement settlement) {
        var found = item.holds().get(settlement.hold());
        return found == null ? !settlement.holding().isOver(settlement.now()) : !found.equals(settlement.holding());
    }

    /// Returns the item after the settlement. Settling twice changes nothing.
    public static UsageItem settle(UsageItem before, Settlement settlement) {
        if (isSettled(before, settlement)) {
            return before;
        }
        var held = before.holds().containsKey(settlement.hold());
        var item = before.withoutHold(settlement.hold());
        for (var change : settlement.changes()) {
            item = settled(item, change, held, settlement.now());
        }
        return item;
    }

    /// Returns the item without its expired holds. The amounts that they held are given back.
    public static UsageItem purged(UsageItem before, long now) {
        var item = before;
        for (var entry : before.holds().entrySet()) {
            if (entry.getValue().isOver(now)) {
                item = item.withoutHold(entry.getKey());
                for (var part : entry.getValue().parts()) {
                    item = item.with(part.counter(), item.counter(part.counter()) - givenBack(before, part, now));
                }
            }
        }
        return item;
    }

    /// Returns the item as if every call in flight gave back all that it holds. Apart from what comes back with time,
    /// no counter ever falls below this.
    public static UsageItem released(UsageItem before) {
        var item = before;
        for (var hold : before.holds().values()) {
            for (var part : hold.parts()) {
                var window = item.counters().get(UsageItem.windowOf(part.counter()));
                if (window == null || window == part.mark()) {
                    item = item.with(part.counter(), item.counter(part.counter()) - part.amount());
                }
            }
        }
        return new UsageItem(item.counters(), Map.of());
    }

    /// The amount that an expired part gives back to its counter. The share of a rate that has drained is back
    /// already.
    public static long givenBack(UsageItem item, Hold.Part part, long now) {
        var window = item.counters().get(UsageItem.windowOf(part.counter()));
        if (window != null) {
            return window == part.mark() ? part.amount() : 0;
        }
        return part.mark() == 0 ? part.amount() : undrained(part.amount(), part.mark(), now);
    }

    /// The share of `amount`, taken until `mark`, that has not drained by `now`.
    public static long undrained(long amount, long mark, long now) {
        return Math.clamp(mark - now, 0L, amount);
    }

    /// How much a counter lacks for a take, in the counter's own unit; zero or less if it suffices.
    public static long shortBy(UsageItem item, Take take, long now) {
        var counter = item.counter(take.counter());
        return switch (take) {
            case Take.Rate rate -> Math.max(counter, now) + rate.cost() - now - rate.tolerance();
            case Take.Budget budget -> (running(item, budget) ? counter : 0) + budget.cost() - budget.max();
            case Take.Call call -> counter + 1 - call.max();
        };
    }

    /// Whether the item counts the budget's window, or a later one that a faster clock began.
    public static boolean running(UsageItem item, Take.Budget budget) {
        var window = item.counters().get(UsageItem.windowOf(budget.counter()));
        return window != null && window >= budget.window();
    }

    private static UsageItem taken(UsageItem item, Take take, long now) {
        var counter = item.counter(take.counter());
        return switch (take) {
            case Take.Rate rate -> item.with(rate.counter(), Math.max(counter, now) + rate.cost());
            case Take.Budget budget ->
                running(item, budget)
                        ? item.with(budget.counter(), counter + budget.cost())
                        : item.with(UsageItem.windowOf(budget.counter()), budget.window())
                                .with(budget.counter(), budget.cost());
            case Take.Call call -> item.with(call.counter(), counter + 1);
        };
    }

    private static UsageItem settled(UsageItem item, Settlement.Change change, boolean held, long now) {
        var counter = item.counter(change.counter());
        return switch (change) {
            case Settlement.Rate rate -> {
                var debt = rate.debt(held);
                yield debt > 0
                        ? item.with(rate.counter(), Math.max(counter, now) + debt)
                        : item.with(rate.counter(), counter - undrained(-debt, rate.pledgedUntil(), now));
            }
            case Settlement.Budget budget ->
                item.counter(UsageItem.windowOf(budget.counter())) == budget.window()
                        ? item.with(budget.counter(), counter + budget.debt(held))
                        : item;
            case Settlement.Call call -> held ? item.with(call.counter(), counter - 1) : item;
        };
    }
}
