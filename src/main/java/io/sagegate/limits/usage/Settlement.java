package io.sagegate.limits.usage;

import java.util.List;

/// A settlement of one item: gives back or charges the difference between the true usage and the amount taken.
///
/// @param hold the id of the call's hold. If the hold is missing and has expired, its amounts were given back
/// already, so the whole usage is charged. If it is missing but has not expired, or if its mark is there, this
/// settlement was carried out before
/// @param holding the hold as the draw wrote it
public record Settlement(String key, String hold, Hold holding, List<Change> changes, long now) {
    /// How long a take may arrive after its call was settled, in seconds: the connection is closed by then.
    private static final long LATEST_SECONDS = 10;

    public Settlement {
        changes = List.copyOf(changes);
    }

    /// An empty hold in the place of the call's hold. It shows a second settlement, or a take that arrives later, that
    /// the call is settled. It stays longer than the hold would.
    public Hold mark() {
        return new Hold(Math.max(holding.until(), now / 1_000_000_000L + LATEST_SECONDS) + 1, List.of());
    }

    /// The change of one counter.
    public sealed interface Change {
        String counter();
    }

    /// A rate's settlement.
    ///
    /// @param reserved the cost that was taken, in nanoseconds
    /// @param used the cost of the true usage, in nanoseconds
    /// @param pledgedUntil the counter right after the take, in nanoseconds since the epoch
    public record Rate(String counter, long reserved, long used, long pledgedUntil) implements Change {
        /// The cost still to charge, in nanoseconds; negative if some is given back.
        public long debt(boolean held) {
            return held ? used - reserved : used;
        }
    }

    /// A budget's settlement.
    ///
    /// @param window the window from which the amount was taken; once it is past, there is nothing to settle
    public record Budget(String counter, long window, long reserved, long used) implements Change {
        public long debt(boolean held) {
            return held ? used - reserved : used;
        }
    }

    /// A call's end, which frees its place in a concurrency limit.
    public record Call(String counter) implements Change {}
}
