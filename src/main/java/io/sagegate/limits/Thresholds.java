package io.sagegate.limits;

import io.sagegate.limits.Reservation.Entry;
import io.sagegate.limits.notices.Crossing;
import io.sagegate.limits.notices.Window;
import io.sagegate.limits.usage.Arithmetic;
import io.sagegate.limits.usage.Nanos;
import io.sagegate.limits.usage.Take;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Quota;
import io.sagegate.policy.Quota.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the thresholds that limits have reached and that nobody has told in their window.
///
/// It reads the items that counting returned, and asks for no other. Amounts that calls in flight hold do not
/// count, since they may come back.
final class Thresholds {
    private Thresholds() {}

    /// After a take: those of limits that no settlement changes.
    static List<Crossing> taken(List<Entry> entries, Map<String, UsageItem> items, Instant now) {
        return of(entries, false, items, now);
    }

    /// After a settlement: those of all other limits.
    static List<Crossing> settled(List<Entry> entries, Map<String, UsageItem> items, Instant now) {
        return of(entries, true, items, now);
    }

    /// After a refusal: those of all limits. A limit that is used up refuses every call that could tell it later.
    static List<Crossing> refused(List<Entry> entries, Map<String, UsageItem> items, Instant now) {
        return of(entries, items, now);
    }

    private static List<Crossing> of(List<Entry> entries, boolean settled, Map<String, UsageItem> items, Instant now) {
        var some = new ArrayList<Entry>(entries.size());
        for (var entry : entries) {
            if (isSettled(entry) == settled) {
                some.add(entry);
            }
        }
        return of(some, items, now);
    }

    private static boolean isSettled(Entry entry) {
        return !(entry.take() instanceof Take.Rate rate) || rate.settles();
    }

    private static List<Crossing> of(List<Entry> entries, Map<String, UsageItem> items, Instant now) {
        var crossings = new ArrayList<Crossing>(0);
        for (var entry : entries) {
            var limit = entry.counted().limit();
            if (!limit.thresholds().isEmpty() && !entry.batched()) {
                var item = items.getOrDefault(entry.counted().key(), UsageItem.EMPTY);
                crossings.addAll(of(entry.counted(), item, now));
            }
        }
        return crossings;
    }

    private static List<Crossing> of(Counted counted, UsageItem found, Instant now) {
        var limit = counted.limit();
        var window = window(limit, found, now);
        if (window.isEmpty()) {
            return List.of();
        }
        var item = Arithmetic.released(Arithmetic.purged(found, Nanos.of(now)));
        var total = Costs.most(limit.quota());
        var used = used(limit, item, now);
        return limit.thresholds().stream()
                .filter(percent -> used >= share(total, percent))
                .filter(percent -> found.counter(Crossing.told(limit.counter(), percent))
                        < window.get().number())
                .map(percent -> new Crossing(
                        counted.key(), limit, percent, window.get(), least(limit, percent, now), used, total))
                .toList();
    }

    /// A rate has no beginning, so it goes by the calendar too. Empty for a budget whose window is not the current one.
    private static Optional<Window> window(Limit limit, UsageItem item, Instant now) {
        return switch (limit.quota()) {
            case Quota.Rate rate -> Optional.of(window(rate.period(), now));
            case Quota.Budget budget ->
                Optional.of(window(budget.period(), now))
                        .filter(window -> item.counter(UsageItem.windowOf(limit.counter())) == window.number());
            case Quota.Concurrency _ -> Optional.empty();
        };
    }

    private static Window window(Period period, Instant now) {
        return new Window(Windows.number(period, now), Windows.begin(period, now), Windows.end(period, now));
    }

    /// More than the total where calls have used more than they had set aside.
    private static long used(Limit limit, UsageItem item, Instant now) {
        if (limit.quota() instanceof Quota.Budget) {
            return Math.max(0, item.counter(limit.counter()));
        }
        var status = LimitStatus.of(limit, item, now);
        return status.total() - status.remaining();
    }

    /// The amount at which a threshold is reached, in the limit's measure.
    private static long share(long total, int percent) {
        return Math.ceilDiv(Math.multiplyExact(total, (long) percent), 100);
    }

    private static long least(Limit limit, int percent, Instant now) {
        var total = Costs.most(limit.quota());
        var share = share(total, percent);
        return limit.quota() instanceof Quota.Rate rate
                ? Nanos.of(now) + Costs.tolerance(rate) - (total - share + 1) * Costs.interval(rate) + 1
                : share;
    }
}
