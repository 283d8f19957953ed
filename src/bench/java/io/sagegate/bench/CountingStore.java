package io.sagegate.bench;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.Take;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/// A usage store that counts what is asked of it.
final class CountingStore implements UsageStore {
    private final UsageStore store;
    final LongAdder asked = new LongAdder();
    final LongAdder costTaken = new LongAdder();

    /// One for each kilobyte that is written, twice that in a transaction; every item here is smaller.
    ///
    /// Source: DynamoDB Developer Guide, "DynamoDB read and write operations".
    final LongAdder writeUnits = new LongAdder();

    CountingStore(UsageStore store) {
        this.store = store;
    }

    @Override
    public Outcome take(List<Draw> draws, Deadline deadline) throws UsageUnavailableException {
        asked.increment();
        writeUnits.add(draws.size() == 1 ? 1 : 2L * draws.size());
        var outcome = store.take(draws, deadline);
        if (outcome instanceof Outcome.Taken) {
            for (var draw : draws) {
                draw.takes().forEach(take -> costTaken.add(take instanceof Take.Rate rate ? rate.cost() : 0));
            }
        }
        return outcome;
    }

    @Override
    public UsageItem settle(Settlement settlement, Deadline deadline) throws UsageUnavailableException {
        asked.increment();
        writeUnits.increment();
        return store.settle(settlement, deadline);
    }

    @Override
    public Map<String, UsageItem> read(Set<String> keys, Deadline deadline) throws UsageUnavailableException {
        return store.read(keys, deadline);
    }

    @Override
    public void forget() {
        store.forget();
    }
}
