package io.sagegate.gateway;

import io.sagegate.api.Problem;
import io.sagegate.limits.LimitUse;
import io.sagegate.reason.Reason;
import java.util.List;
import java.util.Optional;

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

    /// @param detail what is said beyond the reason, where there is more to say
    static Refusal of(Reason reason, Optional<String> detail) {
        return of(detail.map(text -> Problem.of(reason, text)).orElseGet(() -> Problem.of(reason)));
    }

    static Refusal of(Reason reason) {
        return of(Problem.of(reason));
    }
}
