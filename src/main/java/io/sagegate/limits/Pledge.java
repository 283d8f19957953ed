package io.sagegate.limits;

import io.sagegate.limits.usage.Take;
import io.sagegate.policy.Quota;
import java.util.Optional;

/// The estimate that one counter was charged for a call which goes on after its answer. The true use is settled against
/// it once it is known.
///
/// @param key the item's
/// @param window the budget's window that was taken from; 0 for a rate
/// @param until the instant in nanoseconds until which a rate was pledged; 0 for a budget
/// @param taken in the counter's own unit
/// @param amount the same in the limit's measure
public record Pledge(String key, String counter, long window, long until, long taken, long amount) {
    /// Empty for a place among the calls that run at once: it is given back already.
    ///
    /// @param amount what was charged when nobody had seen the answer
    static Optional<Pledge> of(Reservation.Entry entry, long amount) {
        var key = entry.counted().key();
        return switch (entry.counted().limit().quota()) {
            case Quota.Rate rate
            when entry.take() instanceof Take.Rate take -> {
                var charged = Costs.nanos(amount, rate);
                var until = entry.pledgedUntil() + charged - take.cost();
                yield Optional.of(new Pledge(key, take.counter(), 0, until, charged, amount));
            }
            case Quota.Budget _
            when entry.take() instanceof Take.Budget take ->
                Optional.of(new Pledge(key, take.counter(), take.window(), 0, amount, amount));
            default -> Optional.empty();
        };
    }
}
