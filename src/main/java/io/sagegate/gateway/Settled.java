package io.sagegate.gateway;

import io.sagegate.limits.LimitStatus;
import io.sagegate.limits.LimitUse;
import io.sagegate.limits.tokens.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Proof that a call's reservation was settled, or that there was none. A completion cannot be recorded without this
/// proof. Only [Settling] makes one.
final class Settled {
    private final Stage last;
    private final List<LimitUse> limits;
    private final List<LimitStatus> standing;
    private final Optional<Usage> late;

    Settled(Stage last, List<LimitUse> limits, List<LimitStatus> standing) {
        this(last, limits, standing, Optional.empty());
    }

    private Settled(Stage last, List<LimitUse> limits, List<LimitStatus> standing, Optional<Usage> late) {
        this.last = last;
        this.limits = List.copyOf(limits);
        this.standing = List.copyOf(standing);
        this.late = late;
    }

    /// The same, at a stage that came after it.
    Settled at(Stage stage) {
        return new Settled(stage, limits, standing, late);
    }

    /// The same with what an earlier call has truly used, which was settled for the first time now.
    Settled with(Usage used, List<LimitUse> differences) {
        var all = new ArrayList<>(limits);
        all.addAll(differences);
        return new Settled(last, all, standing, Optional.of(used));
    }

    Stage last() {
        return last;
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
