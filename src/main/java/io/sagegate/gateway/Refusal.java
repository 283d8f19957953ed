package io.sagegate.gateway;

import io.sagegate.api.Problem;
import io.sagegate.limits.LimitUse;
import io.sagegate.reason.Reason;
import java.util.List;

/// Why a request goes no further.
///
/// @param limits how the call's limits stand, where one of them refused it
record Refusal(Problem problem, List<LimitUse> limits) {
    Refusal {
        limits = List.copyOf(limits);
    }

    static Refusal of(Problem problem) {
        return new Refusal(problem, List.of());
    }

    static Refusal of(Reason reason) {
        return of(Problem.of(reason));
    }
}
