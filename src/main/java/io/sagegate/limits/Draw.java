package io.sagegate.limits;

import java.util.ArrayList;
import java.util.List;

/// What a call takes from one item, all or nothing.
///
/// @param key the item's
/// @param now nanoseconds since the epoch
/// @param until seconds since the epoch at which the call is surely over
/// @param hold the id of the call's hold, like no other
public record Draw(String key, List<Take> takes, long now, long until, String hold) {
    /// How long a take that holds nothing is known by its id: longer than one is tried.
    private static final long RECEIPT_SECONDS = 3;

    public Draw {
        takes = List.copyOf(takes);
    }

    /// What must be held until the call is over. Without parts when nothing is ever given back: then it is a mere
    /// receipt, by which a take whose answer was lost is known as carried out.
    public Hold holding() {
        var parts = new ArrayList<Hold.Part>();
        for (var take : takes) {
            switch (take) {
                case Take.Rate rate -> {
                    if (rate.settles()) {
                        // At least this long: where others were before, longer.
                        parts.add(new Hold.Part(rate.counter(), now + rate.cost(), rate.cost()));
                    }
                }
                case Take.Budget budget -> parts.add(new Hold.Part(budget.counter(), budget.window(), budget.cost()));
                case Take.Call call -> parts.add(new Hold.Part(call.counter(), 0, 1));
            }
        }
        return new Hold(parts.isEmpty() ? now / 1_000_000_000L + RECEIPT_SECONDS : until, parts);
    }
}
