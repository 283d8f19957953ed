package io.sagegate.limits;

import io.sagegate.kit.Deadline;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Port: where usage is counted, for all execution environments together. Thread-safe. No method takes
/// longer than to its deadline, which one call's counting shares.
public interface UsageStore {
    /// Carries out all draws or none, as if nothing else happened meanwhile: see [Arithmetic#take].
    Outcome take(List<Draw> draws, Deadline deadline) throws UsageUnavailableException;

    /// See [Arithmetic#settle]. Answers the item afterwards.
    UsageItem settle(Settlement settlement, Deadline deadline) throws UsageUnavailableException;

    /// The items that exist, by key.
    Map<String, UsageItem> read(Set<String> keys, Deadline deadline) throws UsageUnavailableException;

    /// Drops what is remembered, as after a snapshot's restore.
    void forget();

    /// What came of a take.
    sealed interface Outcome {
        /// All is taken.
        ///
        /// @param after the items afterwards, by key
        /// @param exact whether `after` was seen; else it is what follows from an earlier look
        record Taken(Map<String, UsageItem> after, boolean exact) implements Outcome {
            public Taken {
                after = Map.copyOf(after);
            }
        }

        /// Nothing is taken.
        ///
        /// @param found the items as they were, by key
        record TooLittle(Map<String, UsageItem> found) implements Outcome {
            public TooLittle {
                found = Map.copyOf(found);
            }
        }
    }
}
