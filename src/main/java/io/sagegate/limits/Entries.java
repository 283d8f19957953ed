package io.sagegate.limits;

import io.sagegate.limits.Reservation.Entry;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Hold;
import io.sagegate.limits.usage.Nanos;
import io.sagegate.limits.usage.Take;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Makes the entries of a reservation, and the draws that take them.
final class Entries {
    private Entries() {}

    /// Makes an entry for each counted limit, with the amount that the call may need.
    static List<Entry> of(List<Counted> counted, Demand demand, Instant now) {
        var entries = new ArrayList<Entry>(counted.size());
        for (var each : counted) {
            var amount = Costs.reserved(each.limit(), demand);
            entries.add(new Entry(each, Costs.take(each.limit(), amount, now), amount, 0));
        }
        return entries;
    }

    /// Gathers the takes of each item into one draw, all under one hold.
    static List<Draw> draws(List<Entry> entries, Instant now, Instant until) {
        var takes = new LinkedHashMap<String, List<Take>>();
        for (var entry : entries) {
            takes.computeIfAbsent(entry.counted().key(), _ -> new ArrayList<>()).add(entry.take());
        }
        var hold = Hold.newId();
        var draws = new ArrayList<Draw>(takes.size());
        takes.forEach((key, list) -> draws.add(new Draw(key, list, Nanos.of(now), until.getEpochSecond(), hold)));
        return draws;
    }

    /// Returns the entry with the rate counter that its take left behind.
    static Entry pledged(Entry entry, Outcome.Taken taken, Instant now) {
        if (!(entry.take() instanceof Take.Rate rate)) {
            return entry;
        }
        var item = taken.after().getOrDefault(entry.counted().key(), UsageItem.EMPTY);
        var least = Nanos.of(now) + rate.cost();
        var pledged = taken.exact() ? Math.max(least, item.counter(rate.counter())) : least;
        return new Entry(entry.counted(), entry.take(), entry.amount(), pledged);
    }
}
