package io.sagegate.cli.policy.replay;

import io.sagegate.policy.Considered;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Shadowed;
import io.sagegate.reason.Reason;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A policy's verdict on a call.
///
/// @param reason the reason code, `granted` for one that is let through
/// @param grants those that let it through: which of them is on record hangs on the order of the caller's groups
/// @param shadow denies in shadow that match it
record Outcome(String reason, Set<String> grants, Set<String> shadow) {
    Outcome {
        shadow = Collections.unmodifiableSet(new TreeSet<>(shadow));
        grants = Collections.unmodifiableSet(new TreeSet<>(grants));
    }

    static Outcome granted(Set<String> grants) {
        return new Outcome(Reason.GRANTED.code(), grants, Set.of());
    }

    static Outcome denied(String reason) {
        return new Outcome(reason, Set.of(), Set.of());
    }

    /// Whether it may be the same decision as the recorded one.
    boolean covers(Outcome recorded) {
        return reason.equals(recorded.reason) && grants.containsAll(recorded.grants);
    }

    static Outcome of(Decision decision) {
        return switch (decision) {
            case Decision.Permit permit ->
                new Outcome(
                        Reason.GRANTED.code(),
                        permit.considered().stream()
                                .filter(each -> each.outcome() == Considered.Outcome.APPLIES && !each.denies())
                                .map(each -> each.grant().id())
                                .collect(Collectors.toSet()),
                        permit.shadowed().stream().map(Shadowed::rule).collect(Collectors.toSet()));
            case Decision.Deny deny -> denied(deny.reason().code());
        };
    }

    boolean isGranted() {
        return reason.equals(Reason.GRANTED.code());
    }

    String text() {
        return grants.isEmpty() ? reason : reason + " by " + String.join(" or ", grants);
    }

    /// Why a decision came out so, in the words of `policy explain`.
    static String why(Decision decision) {
        return decision instanceof Decision.Permit ? "" : why(decision.considered());
    }

    private static String why(List<Considered> considered) {
        return considered.isEmpty()
                ? "no grant of the caller names the endpoint"
                : considered.stream().map(Outcome::why).distinct().collect(Collectors.joining("; "));
    }

    private static String why(Considered each) {
        return each.grant().id() + " " + each.outcome().code()
                + each.condition()
                        .map(condition -> ": wants that " + condition.wanted())
                        .orElse("");
    }
}
