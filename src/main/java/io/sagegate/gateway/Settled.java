package io.sagegate.gateway;

import io.sagegate.limits.LimitStatus;
import io.sagegate.limits.LimitUse;
import java.util.List;

/// Proof that a call's reservation was settled, or that there was none: a completion cannot be recorded without it.
/// Only [Settling] makes one.
final class Settled {
    private final Stage last;
    private final List<LimitUse> limits;
    private final List<LimitStatus> standing;

    Settled(Stage last, List<LimitUse> limits, List<LimitStatus> standing) {
        this.last = last;
        this.limits = List.copyOf(limits);
        this.standing = List.copyOf(standing);
    }

    Stage last() {
        return last;
    }

    /// What the call was charged on each limit, and what that leaves.
    List<LimitUse> limits() {
        return limits;
    }

    /// Where the call's limits stand.
    List<LimitStatus> standing() {
        return standing;
    }
}
