package io.sagegate.limits;

import java.util.Map;
import java.util.TreeMap;

/// The counters that are kept together: one row of the usage table. Immutable.
///
/// @param counters numbers by counter name; a budget also has its window under [#windowOf]
/// @param holds what calls in flight have set aside, by the hold's id
public record UsageItem(Map<String, Long> counters, Map<String, Hold> holds) {
    public static final UsageItem EMPTY = new UsageItem(Map.of(), Map.of());

    public UsageItem {
        counters = Map.copyOf(counters);
        holds = Map.copyOf(holds);
    }

    /// The name under which a budget keeps the window that it counts.
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
