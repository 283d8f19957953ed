package io.sagegate.limits;

import java.util.List;

/// What is given back to, or charged on top of, one item once a call's true use is known.
///
/// @param hold the id of the call's hold. Where it is gone although it was over, what it held was given back
/// already, so that the whole use is charged; where it is gone before that, this settlement was carried out already
/// @param holding the hold as it was put down
public record Settlement(String key, String hold, Hold holding, List<Change> changes, long now) {
    public Settlement {
        changes = List.copyOf(changes);
    }

    /// The settlement of one counter.
    public sealed interface Change {
        String counter();
    }

    /// A rate's settlement.
    ///
    /// @param reserved the cost that was taken, in nanoseconds
    /// @param used the cost of the true use
    /// @param pledgedUntil the counter right after the take
    public record Rate(String counter, long reserved, long used, long pledgedUntil) implements Change {
        /// What is left to charge; negative when something is given back.
        public long debt(boolean held) {
            return held ? used - reserved : used;
        }
    }

    /// A budget's settlement.
    ///
    /// @param window the window that was taken from: once it is past, there is nothing to settle
    public record Budget(String counter, long window, long reserved, long used) implements Change {
        public long debt(boolean held) {
            return held ? used - reserved : used;
        }
    }

    /// The call is over.
    public record Call(String counter) implements Change {}
}
