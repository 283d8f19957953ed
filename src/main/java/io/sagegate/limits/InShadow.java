package io.sagegate.limits;

import io.sagegate.limits.Admission.Refused;
import io.sagegate.limits.Admission.Unavailable;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Shadowed;
import io.sagegate.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The answer of a call's limits in shadow. They take all together or nothing, exactly as if they were in force, from
/// counters of their own.
///
/// @param limits those in shadow; empty for most calls
record InShadow(List<Limit> limits, Optional<Admission> admission) {
    static final InShadow NONE = new InShadow(List.of(), Optional.empty());

    InShadow {
        limits = List.copyOf(limits);
    }

    static List<Limit> of(List<Limit> limits) {
        var inShadow = new ArrayList<Limit>(0);
        for (var limit : limits) {
            if (!limit.isEnforced()) {
                inShadow.add(limit);
            }
        }
        return inShadow;
    }

    /// The reservation, where the limits had enough left.
    Optional<Reservation> taken() {
        return admission.filter(Reservation.class::isInstance).map(Reservation.class::cast);
    }

    /// The amounts taken, for the record.
    List<LimitUse> uses() {
        return admission
                .map(answer -> switch (answer) {
                    case Reservation taken -> taken.uses();
                    case Refused refused -> refused.uses();
                    case Admission.Uncountable _ -> List.<LimitUse>of();
                    case Unavailable _ -> uncounted();
                })
                .orElse(List.of());
    }

    /// The charges for the true usage, for the record.
    List<LimitUse> uses(Usage usage, List<LimitStatus> settled) {
        return taken().map(reservation -> reservation.uses(usage, settled)).orElseGet(this::uses);
    }

    private List<LimitUse> uncounted() {
        return limits.stream()
                .map(limit -> new LimitUse(limit, 0, false, false, Optional.empty()))
                .toList();
    }

    /// Where the limits stand.
    List<LimitStatus> standing() {
        return admission
                .map(answer -> switch (answer) {
                    case Reservation taken -> taken.standing();
                    case Refused refused -> refused.standing();
                    case Admission.Uncountable _, Unavailable _ -> List.<LimitStatus>of();
                })
                .orElse(List.of());
    }

    /// The limit that would have refused the call. A usage table that fails refuses nothing here.
    List<Shadowed> refusals() {
        return admission
                .map(answer -> switch (answer) {
                    case Refused refused -> List.of(refusal(refused.limit(), Reason.LIMIT_EXCEEDED));
                    case Admission.Uncountable _ ->
                        limits.stream()
                                .filter(limit -> Costs.countsTokens(limit.quota()))
                                .map(limit -> refusal(limit, Reason.UNCOUNTABLE_BODY))
                                .toList();
                    case Reservation _, Unavailable _ -> List.<Shadowed>of();
                })
                .orElse(List.of());
    }

    private static Shadowed refusal(Limit limit, Reason reason) {
        return Shadowed.refusal(Shadowed.Kind.LIMIT, limit.name(), reason, limit.isTold());
    }

    /// One list after the other.
    static <T> List<T> both(List<T> inForce, List<T> inShadow) {
        if (inShadow.isEmpty()) {
            return inForce;
        }
        var both = new ArrayList<>(inForce);
        both.addAll(inShadow);
        return both;
    }
}
