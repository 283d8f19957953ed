package io.sagegate.limits;

import java.util.LinkedHashMap;
import java.util.Map;

/// The batches of this environment, by counter. Thread-safe.
final class Batches {
    private static final int MAX = 10_000;

    private final Map<String, Batch> batches = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Batch> eldest) {
            return size() > MAX;
        }
    };

    Batch of(BatchPlan plan, String key) {
        // A limit whose numbers change gets a batch of its own: permits of the old rate are let go.
        var id = key + "|" + plan.limit().text();
        synchronized (batches) {
            return batches.computeIfAbsent(id, _ -> new Batch(plan, key));
        }
    }

    void clear() {
        synchronized (batches) {
            batches.clear();
        }
    }
}
