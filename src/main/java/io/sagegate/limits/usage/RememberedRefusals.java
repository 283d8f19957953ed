package io.sagegate.limits.usage;

import io.sagegate.kit.BoundedCache;
import io.sagegate.kit.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A usage store that spares the table a failing write for each call of a flood. It remembers a refusing item for a
/// second. During that second it assumes that every call in flight has given back all that it holds. If the item
/// still has too little, it refuses the call. So it refuses only calls that the table would refuse too. A table
/// changed by hand and a take that was undone are exceptions, for a second at most. Calls in flight hold all of a
/// concurrency limit, so such a limit is always asked anew. Thread-safe.
public final class RememberedRefusals implements UsageStore {
    private static final int REMEMBERED = 1_000;
    private static final long KEPT = Duration.ofSeconds(1).toNanos();

    /// All items of the refused call, by key, and when they were read, in nanoseconds.
    private record Seen(Map<String, UsageItem> items, long at) {
        boolean refuses(Draw draw) {
            var age = draw.now() - at;
            var item = items.getOrDefault(draw.key(), UsageItem.EMPTY);
            return age >= 0
                    && age < KEPT
                    && Arithmetic.take(Arithmetic.released(item), draw).isEmpty();
        }
    }

    private final UsageStore store;
    private final BoundedCache<String, Seen> refused = BoundedCache.of(REMEMBERED);

    public RememberedRefusals(UsageStore store) {
        this.store = store;
    }

    @Override
    public Outcome take(List<Draw> draws, Deadline deadline) throws UsageUnavailableException {
        var found = refusing(draws);
        if (!found.isEmpty()) {
            return new Outcome.TooLittle(found);
        }
        var outcome = store.take(draws, deadline);
        if (outcome instanceof Outcome.TooLittle(var items, var _)) {
            draws.forEach(draw -> remember(draw, items));
        }
        return outcome;
    }

    private Map<String, UsageItem> refusing(List<Draw> draws) {
        var found = new HashMap<String, UsageItem>();
        for (var draw : draws) {
            refused.get(draw.key()).filter(seen -> seen.refuses(draw)).ifPresent(seen -> found.putAll(seen.items()));
        }
        return found;
    }

    private void remember(Draw draw, Map<String, UsageItem> items) {
        var seen = new Seen(items, draw.now());
        if (seen.refuses(draw)) {
            refused.put(draw.key(), seen);
        }
    }

    @Override
    public UsageItem settle(Settlement settlement, Deadline deadline) throws UsageUnavailableException {
        refused.remove(settlement.key());
        return store.settle(settlement, deadline);
    }

    @Override
    public Map<String, UsageItem> read(Set<String> keys, Deadline deadline) throws UsageUnavailableException {
        return store.read(keys, deadline);
    }

    @Override
    public void forget() {
        refused.clear();
        store.forget();
    }
}
