package io.sagegate.gateway;

import io.sagegate.async.LargeCalls;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.LateUse;
import io.sagegate.limits.LimitStatus;
import io.sagegate.limits.LimitUse;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Action;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
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
            var usage = used(last);
            var balance = limiter.settle(reservation, usage, deadline(last));
            last.received().reached(reservation.permit(), balance.crossings());
            return new Settled(
                    last, reservation.uses(usage, balance.standing()), balance.standing(), true, Optional.empty());
        } catch (UsageUnavailableException e) {
            faults.report(e);
        } catch (Throwable e) {
            faults.failed(e);
        }
        return new Settled(last, reservation.uses(), reservation.standing());
    }

    /// The usage of the call with the time that the model took: from the request to SageMaker until the end of the
    /// answer. Nobody here sees the time of a call from a queue.
    static Usage used(Stage last) {
        var queued =
                last.call().filter(call -> call.action() == Action.INVOKE_ASYNC).isPresent();
        var span = queued ? Optional.<String>empty() : last.modelSpan();
        return span.flatMap(last.received().timings()::ofModel)
                .map(last.usage()::lasting)
                .orElse(last.usage());
    }

    /// The record must be out before the function ends, however slow the usage table is.
    Deadline deadline(Stage last) {
        return new Deadline(last.received().request().deadline(), clock).keeping(FOR_RECORD);
    }

    /// Proof that a call's reservation was settled, or that there was none. A completion cannot be recorded without
    /// this proof. Only this class makes one.
    static final class Settled {
        private final Stage last;
        private final List<LimitUse> limits;
        private final List<LimitStatus> standing;
        private final boolean written;
        private final Optional<Usage> late;

        private Settled(Stage last, List<LimitUse> limits, List<LimitStatus> standing) {
            this(last, limits, standing, false, Optional.empty());
        }

        private Settled(
                Stage last, List<LimitUse> limits, List<LimitStatus> standing, boolean written, Optional<Usage> late) {
            this.last = last;
            this.limits = List.copyOf(limits);
            this.standing = List.copyOf(standing);
            this.written = written;
            this.late = late;
        }

        /// The same, at a stage that came after it.
        Settled at(Stage stage) {
            return new Settled(stage, limits, standing, written, late);
        }

        /// The same with what an earlier call has truly used, which was settled for the first time now.
        Settled with(Usage used, List<LimitUse> differences) {
            var all = new ArrayList<>(limits);
            all.addAll(differences);
            return new Settled(last, all, standing, written, Optional.of(used));
        }

        Stage last() {
            return last;
        }

        /// Whether the charges are surely in the usage table.
        boolean isWritten() {
            return written;
        }

        /// The charge on each limit of the call, and what remains of the limit.
        List<LimitUse> limits() {
            return limits;
        }

        /// Where the call's limits stand.
        List<LimitStatus> standing() {
            return standing;
        }

        /// The true use of an earlier call, if that was settled here.
        Optional<Usage> late() {
            return late;
        }
    }
}
