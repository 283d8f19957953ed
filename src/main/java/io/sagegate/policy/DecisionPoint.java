package io.sagegate.policy;

import io.sagegate.policy.Condition.Held;
import io.sagegate.policy.Considered.Outcome;
import io.sagegate.policy.name.EndpointArn;
import io.sagegate.reason.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The decision point: decides calls by a pure function. It denies by default, and an explicit deny wins.
public final class DecisionPoint {
    private DecisionPoint() {}

    /// Decides whether any of the caller's roles permits the call in question.
    public static Decision decide(Question question, List<Assignment> assignments, long revision) {
        var target = placed(question.target(), assignments);
        var considered = consider(question, target, assignments);
        for (var each : considered) {
            if (forbids(each)) {
                return new Decision.Deny(revision, Reason.EXPLICITLY_DENIED, considered);
            }
        }
        for (var each : considered) {
            if (each.outcome() == Outcome.APPLIES && !each.denies()) {
                var narrowed = each.grant().narrowed(target);
                return new Decision.Permit(revision, question, each.grant(), narrowed, considered);
            }
        }
        return new Decision.Deny(revision, nearestMiss(considered), considered);
    }

    private static boolean forbids(Considered considered) {
        return considered.denies() && considered.grant().shadow().isEmpty();
    }

    /// A deny in shadow decides nothing, so it moves no target either. A bare name stays the function's own. Where no
    /// grant has it, and exactly one whole ARN among them ends in it,
    /// that ARN is meant.
    private static Target placed(Target target, List<Assignment> assignments) {
        var places = new LinkedHashSet<String>();
        for (var assignment : assignments) {
            for (var grant : assignment.role().grants()) {
                if (grant.shadow().isPresent()) {
                    continue;
                }
                if (grant.endpoint().equals(target.endpoint())) {
                    return target;
                }
                if (grant.endpoint().endsWith("/" + target.endpoint())) {
                    places.add(grant.endpoint());
                }
            }
        }
        return places.size() == 1 ? target.at(places.getFirst()) : target;
    }

    /// An allowing grant is about exactly what it names. A denying one covers every endpoint of its name, unless
    /// both are whole ARNs. The other form of a name escapes no denial.
    private static boolean isAbout(Grant grant, Target target) {
        if (grant.endpoint().equals(target.endpoint())) {
            return true;
        }
        var eitherIsBare =
                EndpointArn.of(grant.endpoint()).isEmpty() || target.arn().isEmpty();
        return grant.effect() == Grant.Effect.DENY
                && eitherIsBare
                && EndpointArn.name(grant.endpoint()).equals(target.name());
    }

    private static List<Considered> consider(Question question, Target target, List<Assignment> assignments) {
        var considered = new ArrayList<Considered>();
        for (var assignment : assignments) {
            for (var grant : assignment.role().grants()) {
                if (isAbout(grant, target)) {
                    considered.add(consider(question, target, assignment, grant));
                }
            }
        }
        return considered;
    }

    private static Considered consider(Question question, Target target, Assignment assignment, Grant grant) {
        if (!grant.actions().contains(question.action())) {
            return new Considered(grant, assignment, Outcome.OTHER_ACTION, Optional.empty());
        }
        var allows = grant.effect() == Grant.Effect.ALLOW;
        // A part that the action cannot carry counts as not named, so that a deny still covers it.
        var carried = target.carriedBy(question.action());
        if (allows ? !grants(grant, target) : !covers(grant, carried)) {
            return new Considered(grant, assignment, Outcome.OTHER_TARGET, Optional.empty());
        }
        if (allows && !grant.narrowed(target).isCarriedBy(question.action())) {
            return new Considered(grant, assignment, Outcome.UNSUPPORTED_TARGET, Optional.empty());
        }
        if (assignment.hasExpired(question.now())) {
            return new Considered(grant, assignment, Outcome.BINDING_EXPIRED, Optional.empty());
        }
        if (grant.hasExpired(question.now())) {
            return new Considered(grant, assignment, Outcome.EXPIRED, Optional.empty());
        }
        for (var condition : grant.conditions()) {
            var held = condition.holds(question);
            if (held == Held.NO || (allows && held == Held.UNKNOWN)) {
                return new Considered(grant, assignment, Outcome.CONDITION_NOT_MET, Optional.of(condition));
            }
        }
        return new Considered(grant, assignment, Outcome.APPLIES, Optional.empty());
    }

    /// The reason given for the allowing grant that came closest to the call.
    private static Reason nearestMiss(List<Considered> considered) {
        return considered.stream()
                .filter(each -> each.grant().effect() == Grant.Effect.ALLOW)
                .map(Considered::outcome)
                .max(Outcome::compareTo)
                .map(outcome -> switch (outcome) {
                    case CONDITION_NOT_MET -> Reason.CONDITION_NOT_MET;
                    case EXPIRED, BINDING_EXPIRED -> Reason.GRANT_EXPIRED;
                    case UNSUPPORTED_TARGET -> Reason.TARGET_NOT_SUPPORTED;
                    case OTHER_TARGET -> Reason.TARGET_NOT_GRANTED;
                    case OTHER_ACTION, APPLIES -> Reason.NOT_GRANTED;
                })
                .orElse(Reason.NOT_GRANTED);
    }

    /// Whether a deny covers the target. A deny that names no part covers all parts. A deny that names parts also
    /// covers a call that names none, since SageMaker might choose a forbidden one.
    private static boolean covers(Grant grant, Target target) {
        return covers(grant.variants(), target.variant())
                && covers(grant.components(), target.component())
                && covers(grant.models(), target.model())
                && covers(grant.containers(), target.container());
    }

    private static boolean covers(Set<String> denied, Optional<String> asked) {
        return denied.isEmpty() || asked.isEmpty() || denied.contains(asked.get());
    }

    private static boolean grants(Grant grant, Target target) {
        return grants(grant.variants(), target.variant())
                && grants(grant.components(), target.component())
                && grants(grant.models(), target.model())
                && grants(grant.containers(), target.container());
    }

    private static boolean grants(Set<String> granted, Optional<String> asked) {
        return asked.map(granted::contains).orElse(granted.size() <= 1);
    }
}
