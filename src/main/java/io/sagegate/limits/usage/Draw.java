package io.sagegate.limits.usage;

import java.util.ArrayList;
import java.util.List;

/// The takes of one call from one item: all are carried out, or none.
///
/// @param key the key of the item
/// @param now nanoseconds since the epoch
/// @param until when the call is surely over, in seconds since the epoch
/// @param hold the unique id of the call's hold
public record Draw(String key, List<Take> takes, long now, long until, String hold) {
    /// How long a receipt is kept, in seconds: longer than one take is tried.
    private static final long RECEIPT_SECONDS = 3;

    public Draw {
        takes = List.copyOf(takes);
    }

    /// The hold that is kept until the call is over. It has no parts if nothing can be given back: then it is a mere
    /// receipt. A receipt shows that a take whose answer was lost was carried out.
    public Hold holding() {
        var parts = new ArrayList<Hold.Part>();
        for (var take : takes) {
            switch (take) {
                case Take.Rate rate -> {
                    if (rate.settles()) {
                        // The mark is the earliest possible one: earlier takes on the counter make it later.
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
