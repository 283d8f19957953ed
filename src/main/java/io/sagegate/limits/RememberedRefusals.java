package io.sagegate.limits;

import io.sagegate.kit.BoundedCache;
import io.sagegate.kit.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Spares the usage table a failing write for each call of a flood: an item that had too little left is remembered for
/// a second, and refuses by itself what it would refuse even if every call in flight gave back all that it holds. So
/// nobody is refused whom the table would let through, but for a table that was changed by hand or a take that was
/// undone; these show after the second. Concurrency is all held by calls in flight, so it is always asked anew.
/// Thread-safe.
public final class RememberedRefusals implements UsageStore {
    private static final int REMEMBERED = 1_000;
    private static final long KEPT = Duration.ofSeconds(1).toNanos();

    /// All items of the refused call, by key.
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
        if (outcome instanceof Outcome.TooLittle(var items)) {
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
