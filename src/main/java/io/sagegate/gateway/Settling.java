package io.sagegate.gateway;

import io.sagegate.gateway.Stage.Reserved;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.UsageUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Charges what a call truly used, whatever became of it. Thread-safe.
final class Settling {
    /// What is kept of the function's time for the record, whatever came before it.
    private static final Duration FOR_RECORD = Duration.ofMillis(300);

    private final Limiter limiter;
    private final InstantSource clock;

    Settling(Limiter limiter, InstantSource clock) {
        this.limiter = limiter;
        this.clock = clock;
    }

    /// Settles the reservation of the stage that an outcome ended at. A settlement that cannot be written comes back by
    /// itself once its hold ends.
    Settled settle(Outcome outcome) {
        var last = outcome.last();
        return last.reserved().map(reserved -> settle(last, reserved)).orElseGet(() -> unreserved(outcome));
    }

    private static Settled unreserved(Outcome outcome) {
        var limits = outcome instanceof Outcome.Refused(var _, var refusal)
                ? refusal.limits()
                : List.<io.sagegate.limits.LimitUse>of();
        return new Settled(outcome.last(), limits, List.of());
    }

    private Settled settle(Stage last, Reserved reserved) {
        var reservation = reserved.reservation();
        var faults = last.received().faults();
        try {
            var usage = last.usage();
            var standing = limiter.settle(reservation, usage, deadline(last));
            return new Settled(last, reservation.uses(usage, standing), standing);
        } catch (UsageUnavailableException e) {
            faults.report(e);
        } catch (Throwable e) {
            faults.failed(e);
        }
        return new Settled(last, reservation.uses(), reservation.standing());
    }

    /// The record must be out before the function ends, however slow the usage table is.
    private Deadline deadline(Stage last) {
        return new Deadline(last.received().request().deadline(), clock).keeping(FOR_RECORD);
    }
}
