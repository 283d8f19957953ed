package io.sagegate.gateway;

import io.sagegate.async.LargeCalls;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.LateUse;
import io.sagegate.limits.LimitUse;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.usage.UsageUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Charges the call's true usage, whatever its outcome. Thread-safe.
final class Settling {
    /// Milliseconds of the function's time that are kept for writing the record.
    private static final Duration FOR_RECORD = Duration.ofMillis(300);

    private final Limiter limiter;
    private final Optional<LargeCalls> large;
    private final InstantSource clock;

    Settling(Limiter limiter, Optional<LargeCalls> large, InstantSource clock) {
        this.limiter = limiter;
        this.large = large;
        this.clock = clock;
    }

    /// Settles the reservation of the stage at which an outcome ended. If the settlement cannot be written, the held
    /// amounts are given back when the hold ends.
    Settled settle(Outcome outcome) {
        return switch (outcome.last()) {
            case AsyncStage.Ticketed ticketed -> ticketed.settled().at(ticketed);
            case AsyncStage.Fetched fetched -> late(fetched, settle(fetched));
            case Stage last -> last.reserved().isPresent() ? settle(last) : unreserved(outcome);
        };
    }

    /// Settles the true use of the call whose result was read to its end, unless that was done before.
    private Settled late(AsyncStage.Fetched fetched, Settled settled) {
        var ticket = fetched.before().ticket();
        var result = fetched.result();
        if (large.isEmpty() || ticket.settled() || !result.isWhole()) {
            return settled;
        }
        var usage = result.usage();
        var use = LateUse.of(
                ticket.id(), ticket.pledges(), fetched.before().permit(), ticket.demand(), usage, clock.instant());
        var faults = fetched.received().faults();
        try {
            return large.get().tickets().settle(ticket, use.settlements(), deadline(fetched))
                    ? settled.with(usage, use.uses())
                    : settled;
        } catch (UsageUnavailableException e) {
            faults.report(e);
        } catch (Throwable e) {
            faults.failed(e);
        }
        return settled;
    }

    private static Settled unreserved(Outcome outcome) {
        var limits = outcome instanceof Outcome.Refused(var _, var refusal) ? refusal.limits() : List.<LimitUse>of();
        return new Settled(outcome.last(), limits, List.of());
    }

    /// Settles what a stage has used so far, before the line goes on.
    Settled settle(Stage last) {
        var reservation = last.reserved().orElseThrow();
        var faults = last.received().faults();
        try {
            var usage = ModelTime.of(last).map(last.usage()::lasting).orElse(last.usage());
            var balance = limiter.settle(reservation, usage, deadline(last));
            last.received().reached(reservation.permit(), balance.crossings());
            return new Settled(last, reservation.uses(usage, balance.standing()), balance.standing());
        } catch (UsageUnavailableException e) {
            faults.report(e);
        } catch (Throwable e) {
            faults.failed(e);
        }
        return new Settled(last, reservation.uses(), reservation.standing());
    }

    /// The record must be out before the function ends, however slow the usage table is.
    Deadline deadline(Stage last) {
        return new Deadline(last.received().request().deadline(), clock).keeping(FOR_RECORD);
    }
}
