package io.sagegate.limits.usage;

import java.util.Map;
import java.util.TreeMap;

/// One row of the usage table: counters that are kept together, and the holds on them. Immutable.
///
/// @param counters the counters by name; a budget also has its window under [#windowOf]
/// @param holds the holds of calls in flight, by their ids
public record UsageItem(Map<String, Long> counters, Map<String, Hold> holds) {
    public static final UsageItem EMPTY = new UsageItem(Map.of(), Map.of());

    public UsageItem {
        counters = Map.copyOf(counters);
        holds = Map.copyOf(holds);
    }

    /// The name of the counter that stores a budget's current window.
    public static String windowOf(String counter) {
        return counter + "@";
    }

    public long counter(String name) {
        return counters.getOrDefault(name, 0L);
    }

    UsageItem with(String name, long value) {
        var changed = new TreeMap<>(counters);
        changed.put(name, value);
        return new UsageItem(changed, holds);
    }

    UsageItem with(String id, Hold hold) {
        var changed = new TreeMap<>(holds);
        changed.put(id, hold);
        return new UsageItem(counters, changed);
    }

    UsageItem withoutHold(String id) {
        var changed = new TreeMap<>(holds);
        changed.remove(id);
        return new UsageItem(counters, changed);
    }
}
