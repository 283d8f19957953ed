package io.sagegate.limits;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The settlements of one reservation, an item each.
///
/// @param now nanoseconds since the epoch
record Settlements(UsageStore store, Reservation reservation, Usage usage, long now, Deadline deadline) {
    /// Writes all of them. An item that cannot be written keeps no other from being settled.
    ///
    /// @return the items afterwards, by key
    Map<String, UsageItem> write() throws UsageUnavailableException {
        var settled = new HashMap<String, UsageItem>();
        write(reservation.draws(), settled);
        return settled;
    }

    private void write(List<Draw> draws, Map<String, UsageItem> settled) throws UsageUnavailableException {
        if (draws.isEmpty()) {
            return;
        }
        try {
            var draw = draws.getFirst();
            if (!draw.holding().parts().isEmpty()) {
                settled.put(draw.key(), write(draw));
            }
        } finally {
            write(draws.subList(1, draws.size()), settled);
        }
    }

    private UsageItem write(Draw draw) throws UsageUnavailableException {
        UsageUnavailableException.throwIfPast(deadline);
        var changes = Changes.settling(reservation, draw.key(), usage);
        return store.settle(new Settlement(draw.key(), draw.hold(), draw.holding(), changes, now), deadline);
    }
}
