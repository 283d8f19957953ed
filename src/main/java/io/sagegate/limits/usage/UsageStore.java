package io.sagegate.limits.usage;

import io.sagegate.kit.Deadline;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Port: counts usage for all execution environments together. Thread-safe. No method continues past its deadline,
/// which covers all counting of one call.
public interface UsageStore {
    /// Carries out all draws or none, atomically: see [Arithmetic#take].
    Outcome take(List<Draw> draws, Deadline deadline) throws UsageUnavailableException;

    /// Settles one item: see [Arithmetic#settle]. Returns the item afterwards.
    UsageItem settle(Settlement settlement, Deadline deadline) throws UsageUnavailableException;

    /// Reads items by key. Keys without an item are left out.
    Map<String, UsageItem> read(Set<String> keys, Deadline deadline) throws UsageUnavailableException;

    /// Forgets everything remembered, for example after a restore from a snapshot.
    void forget();

    /// The outcome of a take.
    sealed interface Outcome {
        /// All draws were carried out.
        ///
        /// @param after the items afterwards, by key
        /// @param exact whether `after` was read from the table; otherwise it is computed from an earlier read
        record Taken(Map<String, UsageItem> after, boolean exact) implements Outcome {
            public Taken {
                after = Map.copyOf(after);
            }
        }

        /// Nothing was taken.
        ///
        /// @param found the items as they were, by key
        /// @param sure whether nothing will be taken later either, by an attempt that had no answer
        record TooLittle(Map<String, UsageItem> found, boolean sure) implements Outcome {
            public TooLittle {
                found = Map.copyOf(found);
            }

            public TooLittle(Map<String, UsageItem> found) {
                this(found, true);
            }
        }
    }
}
