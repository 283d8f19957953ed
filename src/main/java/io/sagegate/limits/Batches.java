package io.sagegate.limits;

import io.sagegate.kit.BoundedCache;

/// The batches of this environment, by counter. Thread-safe.
final class Batches {
    private static final int MAX = 10_000;

    private final BoundedCache<String, Batch> batches = BoundedCache.of(MAX);

    Batch of(BatchPlan plan, String key) {
        // A limit whose numbers change gets a batch of its own: permits of the old rate are let go.
        var id = key + "|" + plan.limit().text();
        return batches.get(id, _ -> new Batch(plan, key));
    }

    void clear() {
        batches.clear();
    }
}
