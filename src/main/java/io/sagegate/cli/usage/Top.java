package io.sagegate.cli.usage;

import io.sagegate.limits.LimitStatus;
import io.sagegate.limits.UsageKey;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.policy.Limit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/// The limits that are used up most, out of however many items.
final class Top {
    /// Items of high rates that are put together: each limit of that kind has up to 16.
    private static final int MOST_SHARED = 100_000;

    private static final Comparator<Entry> LEAST_USED_FIRST = Comparator.comparingDouble(Entry::used);

    private final LimitsInForce limits;
    private final int most;
    private final Instant now;
    private final PriorityQueue<Entry> top = new PriorityQueue<>(LEAST_USED_FIRST);
    private final Map<Shared, List<UsageItem>> shared = new HashMap<>();

    Top(LimitsInForce limits, int most, Instant now) {
        this.limits = limits;
        this.most = most;
        this.now = now;
    }

    /// Who uses up what.
    record Entry(UsageKey key, LimitStatus status) {
        /// From 0 to 1.
        double used() {
            return status.total() == 0 ? 0 : (double) (status.total() - status.remaining()) / status.total();
        }
    }

    private record Shared(String key, Limit limit) {}

    void add(String id, UsageItem item) {
        var key = UsageKey.parse(id);
        if (key.isEmpty()) {
            return;
        }
        var plain = key.get();
        for (var limit : limits.of(plain)) {
            if (!UsageKey.isShared(limit) && item.counters().containsKey(limit.counter())) {
                show(new Entry(plain, UsageKey.standing(limit, List.of(item), now)));
            }
        }
        shards(id, item);
    }

    private void shards(String id, UsageItem item) {
        var end = id.lastIndexOf('#');
        var whole = end < 0 ? Optional.<UsageKey>empty() : UsageKey.parse(id.substring(0, end));
        whole.ifPresent(key -> limits.of(key).stream()
                .filter(UsageKey::isShared)
                .filter(_ -> shared.size() < MOST_SHARED)
                .forEach(limit -> shared.computeIfAbsent(
                                new Shared(id.substring(0, end), limit), _ -> new ArrayList<>())
                        .add(item)));
    }

    private void show(Entry entry) {
        if (entry.status().remaining() >= entry.status().total()) {
            return;
        }
        top.add(entry);
        if (top.size() > most) {
            top.poll();
        }
    }

    /// The most used first.
    List<Entry> entries() {
        shared.forEach((whole, items) -> UsageKey.parse(whole.key())
                .ifPresent(key -> show(new Entry(key, UsageKey.standing(whole.limit(), items, now)))));
        shared.clear();
        return top.stream().sorted(LEAST_USED_FIRST.reversed()).toList();
    }
}
