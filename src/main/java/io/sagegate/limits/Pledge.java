package io.sagegate.limits;

/// What a call that goes on after its answer was charged on one counter, by estimate: its true use is settled against
/// this once it is known.
///
/// @param key the item's
/// @param window the budget's window that was taken from; 0 for a rate
/// @param until the instant in nanoseconds until which a rate was pledged; 0 for a budget
/// @param taken in the counter's own unit
/// @param amount the same in the limit's measure
public record Pledge(String key, String counter, long window, long until, long taken, long amount) {
    static Pledge of(Reservation.Entry entry) {
        var key = entry.counted().key();
        return switch (entry.take()) {
            case Take.Rate rate ->
                new Pledge(key, rate.counter(), 0, entry.pledgedUntil(), rate.cost(), entry.amount());
            case Take.Budget budget ->
                new Pledge(key, budget.counter(), budget.window(), 0, budget.cost(), entry.amount());
            case Take.Call call -> new Pledge(key, call.counter(), 0, 0, 0, 0);
        };
    }
}
