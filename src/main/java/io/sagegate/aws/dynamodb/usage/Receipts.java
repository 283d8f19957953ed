package io.sagegate.aws.dynamodb.usage;

import io.sagegate.kit.BoundedCache;
import io.sagegate.limits.usage.Draw;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The answered takes of this environment, by item. The next write to the item removes their receipts, which are no
/// longer needed. So an item holds few more receipts than there are environments. Thread-safe.
final class Receipts {
    private static final int ITEMS = 10_000;
    private static final int OF_ITEM = 20;

    private final BoundedCache<String, List<String>> answered = BoundedCache.of(ITEMS);

    /// The ids of the receipts that the next write may remove.
    synchronized List<String> of(String key) {
        return answered.get(key).orElse(List.of());
    }

    /// @param cleared the ids of the receipts that the answered write removed
    /// @param doubted whether an attempt at the take may arrive yet, and must still find its receipt
    synchronized void answered(Draw draw, Collection<String> cleared, boolean doubted) {
        var left = new ArrayList<>(of(draw.key()));
        left.removeAll(cleared);
        if (!doubted && draw.holding().parts().isEmpty() && left.size() < OF_ITEM) {
            left.add(draw.hold());
        }
        answered.put(draw.key(), List.copyOf(left));
    }

    synchronized void forget() {
        answered.clear();
    }
}
