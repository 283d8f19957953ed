package io.sagegate.limits;

import io.sagegate.kit.BoundedCache;

/// The batches of this environment, by counter. Thread-safe.
final class Batches {
    private static final int MAX = 10_000;

    private final BoundedCache<String, Batch> batches = BoundedCache.of(MAX);

    Batch of(BatchPlan plan, String key) {
        // A limit whose numbers change gets a new batch: slots of the old rate are given up.
        var id = key + "|" + plan.limit().text();
        return batches.get(id, _ -> new Batch(plan, key));
    }

    void clear() {
        batches.clear();
    }
}
