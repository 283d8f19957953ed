package io.sagegate.limits;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.usage.Arithmetic;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The arithmetic by itself, one thread at a time: what the usage table must be no different from.
public final class MemoryUsageStore implements UsageStore {
    private final Map<String, UsageItem> items = new HashMap<>();

    @Override
    public synchronized Outcome take(List<Draw> draws, Deadline deadline) {
        var after = new HashMap<String, UsageItem>();
        var found = new HashMap<String, UsageItem>();
        for (var draw : draws) {
            var before = items.getOrDefault(draw.key(), UsageItem.EMPTY);
            found.put(draw.key(), before);
            Arithmetic.take(before, draw).ifPresent(item -> after.put(draw.key(), item));
        }
        if (after.size() < draws.size()) {
            return new Outcome.TooLittle(found);
        }
        items.putAll(after);
        return new Outcome.Taken(after, true);
    }

    @Override
    public synchronized UsageItem settle(Settlement settlement, Deadline deadline) {
        var after = Arithmetic.settle(items.getOrDefault(settlement.key(), UsageItem.EMPTY), settlement);
        items.put(settlement.key(), after);
        return after;
    }

    @Override
    public synchronized Map<String, UsageItem> read(Set<String> keys, Deadline deadline) {
        var found = new HashMap<>(items);
        found.keySet().retainAll(keys);
        return found;
    }

    @Override
    public void forget() {
        // Everything here is the truth, nothing a memory of it.
    }
}
