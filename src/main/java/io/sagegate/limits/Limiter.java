package io.sagegate.limits;

import io.sagegate.identity.Principal;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.Nanos;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Action;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Quota;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes a call's amounts from all its limits before the call, and charges its true usage afterwards. Thread-safe.
public final class Limiter {
    /// How much longer than the call its hold lasts, in seconds: more than the clocks of two environments differ.
    static final Duration MARGIN = Duration.ofSeconds(10);

    /// Milliseconds that counting may add to one call when the usage table is slow: taking, undoing and settling
    /// together.
    static final Duration COUNTING = Duration.ofMillis(1_500);

    /// Milliseconds of [#COUNTING] that no take may use. They are kept for the settlement, or for undoing a take
    /// whose answer was lost.
    static final Duration LAST_WORD = Duration.ofMillis(300);

    /// Milliseconds that counting on limits in shadow may add besides, since nothing hangs on them.
    static final Duration COUNTING_SHADOW = Duration.ofMillis(500);

    private final UsageStore store;
    private final InstantSource clock;
    private final Taking taking;

    public Limiter(UsageStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.taking = new Taking(store, clock, new Batches());
    }

    /// Takes the call's amounts from all limits of the permit, or from none.
    ///
    /// @param contentType the media type of the body, as the model gets it
    /// @param body the request's body, which is read if a limit counts tokens
    /// @param deadline when the call is over at the latest
    public Admission reserve(
            Decision.Permit permit, Principal principal, String contentType, byte[] body, Instant deadline) {
        var asked = Asked.of(permit, contentType, body);
        if (asked.refusal().isPresent()) {
            return asked.refusal().get();
        }
        // Nobody will see the answer of a queued call, nor whether its bound was heeded.
        var certain = permit.action() == Action.INVOKE_ASYNC ? asked.demand().unseen() : asked.demand();
        return reserve(permit, permit.limits(), principal, certain, deadline, asked.shadow());
    }

    /// Whether a streamed call should be asked for its usage, since a limit or a price counts its tokens and the policy
    /// allows it.
    public static boolean asksUsage(Decision.Permit permit) {
        return permit.grant().counting().asksUsage() && Asked.countsTokens(permit);
    }

    /// Takes the amounts of a demand that is already known.
    public Admission reserve(Decision.Permit permit, Principal principal, Demand demand, Instant deadline) {
        return reserve(permit, permit.limits(), principal, demand, deadline, Optional.empty());
    }

    /// Asks the limits in shadow once those in force have let the call through.
    ///
    /// @param unfit why limits in shadow would refuse the body, if they would
    private Admission reserve(
            Decision.Permit permit,
            List<Limit> limits,
            Principal principal,
            Demand demand,
            Instant deadline,
            Optional<Admission.Uncountable> unfit) {
        return within(permit, limits, principal, timed(permit, limits, demand, deadline), deadline, unfit);
    }

    /// A call may take until its deadline, and no longer than SageMaker lets it. Nobody sees how long the model works
    /// on a call from a queue.
    private Demand timed(Decision.Permit permit, List<Limit> limits, Demand demand, Instant deadline) {
        if (permit.action() == Action.INVOKE_ASYNC || !Costs.goByTime(limits)) {
            return demand;
        }
        var left = Duration.between(clock.instant(), deadline);
        var longest = permit.action().longest();
        return demand.within(left.compareTo(longest) < 0 ? left : longest);
    }

    private Admission within(
            Decision.Permit permit,
            List<Limit> limits,
            Principal principal,
            Demand demand,
            Instant deadline,
            Optional<Admission.Uncountable> unfit) {
        var shadow = InShadow.of(limits);
        if (shadow.isEmpty()) {
            return taking.admission(permit, limits, principal, demand, deadline, COUNTING);
        }
        var inForce = limits.stream().filter(Limit::isEnforced).toList();
        var admission = taking.admission(permit, inForce, principal, demand, deadline, COUNTING);
        if (!(admission instanceof Reservation reservation)) {
            return admission;
        }
        return reservation.beside(new InShadow(
                shadow,
                Optional.of(unfit.<Admission>map(refusal -> refusal)
                        .orElseGet(() -> inShadow(reservation, shadow, deadline)))));
    }

    /// A limit in shadow keeps no call back, whatever is wrong with its item. Where the table failed a moment ago,
    /// it is not asked once more.
    private Admission inShadow(Reservation inForce, List<Limit> limits, Instant deadline) {
        if (!inForce.isCounted()) {
            return new Admission.Unavailable(
                    new UsageUnavailableException("the limits in force were not counted", null));
        }
        try {
            return taking.admission(
                    inForce.permit(), limits, inForce.principal(), inForce.demand(), deadline, COUNTING_SHADOW);
        } catch (RuntimeException e) {
            return new Admission.Unavailable(new UsageUnavailableException("a limit in shadow was not counted", e));
        } catch (Error e) {
            giveBack(inForce);
            throw e;
        }
    }

    /// Gives back what a call took that ends here.
    private void giveBack(Reservation reservation) {
        try {
            settle(reservation, Usage.NONE);
        } catch (UsageUnavailableException | RuntimeException _) {
            // The hold ends by itself.
        }
    }

    /// Takes what asking for the result of an earlier call needs: a request, and a place among those that run at once.
    /// The call itself took everything else.
    public Admission revisit(Decision.Permit permit, Principal principal, Instant deadline) {
        var limits = permit.limits().stream()
                .filter(limit -> isOfVisits(limit.quota()))
                .toList();
        return reserve(permit, limits, principal, Demand.ofSize(0), deadline, Optional.empty());
    }

    private static boolean isOfVisits(Quota quota) {
        return quota.measure() == Quota.Measure.REQUESTS || quota.measure() == Quota.Measure.CALLS;
    }

    /// Gives back what was taken but not used, and charges what was used beyond it.
    ///
    /// @return where the call's limits stand after the settlement; where they stood at the reservation if there is
    /// nothing to settle
    /// @throws UsageUnavailableException if the settlement could not be written; then the holds expire
    public List<LimitStatus> settle(Reservation reservation, Usage usage) throws UsageUnavailableException {
        return settle(reservation, usage, Deadline.in(reservation.timeToSettle(), clock))
                .standing();
    }

    /// The same, and by a deadline: with what the reservation left of the call's time for counting. An item that
    /// cannot be written keeps no other from being settled.
    public Balance settle(Reservation reservation, Usage usage, Deadline deadline) throws UsageUnavailableException {
        var shadow = reservation.shadow();
        if (shadow.taken().isEmpty()) {
            return settled(reservation, usage, deadline).beside(shadow.standing());
        }
        var inShadow = List.<LimitStatus>of();
        var inForce = Balance.NONE;
        try {
            inForce = settled(reservation, usage, deadline);
        } finally {
            inShadow = settledInShadow(shadow.taken().get(), usage, deadline);
        }
        return inForce.beside(inShadow);
    }

    private List<LimitStatus> settledInShadow(Reservation shadow, Usage usage, Deadline deadline) {
        try {
            return settled(shadow, usage, deadline).standing();
        } catch (UsageUnavailableException | RuntimeException e) {
            // The hold ends by itself; the limits in force are settled.
            return shadow.standing();
        }
    }

    private Balance settled(Reservation reservation, Usage usage, Deadline deadline) throws UsageUnavailableException {
        var settling = deadline.within(reservation.timeToSettle());
        var begun = clock.instant();
        var now = Nanos.of(begun);
        var settled = new Settlements(store, reservation, usage, now, settling).write();
        return settled.isEmpty()
                ? new Balance(reservation.own(), List.of())
                : new Balance(
                        Standing.after(reservation, settled, begun),
                        Thresholds.settled(reservation.entries(), settled, begun));
    }

    /// Returns where the limits of a principal's grants stand, including those of its bindings. Takes nothing.
    public Map<Grant, List<LimitStatus>> peek(Principal principal, Collection<Assignment> assignments)
            throws UsageUnavailableException {
        return new Peek(store, clock).at(principal, assignments);
    }

    /// Call this after a restore from a snapshot: usage remembered before it is no longer valid.
    public void restart() {
        taking.restart();
        store.forget();
    }
}
