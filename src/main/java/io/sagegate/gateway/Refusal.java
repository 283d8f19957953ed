package io.sagegate.gateway;

import io.sagegate.api.Problem;
import io.sagegate.limits.LimitUse;
import io.sagegate.reason.Reason;
import java.util.List;
import java.util.Optional;

/// The reason why a request goes no further.
///
/// @param limits where the call's limits stand, if one of them refused it; else empty
record Refusal(Problem problem, List<LimitUse> limits) {
    Refusal {
        limits = List.copyOf(limits);
    }

    static Refusal of(Problem problem) {
        return new Refusal(problem, List.of());
    }

    /// @param detail text in addition to the reason's title, if any
    static Refusal of(Reason reason, Optional<String> detail) {
        return of(detail.map(text -> Problem.of(reason, text)).orElseGet(() -> Problem.of(reason)));
    }

    static Refusal of(Reason reason) {
        return of(Problem.of(reason));
    }
}
