package io.sagegate.cli.policy.prove;

import io.sagegate.policy.Action;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Grant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Proves that one policy allows no call that another refuses, and loosens no obligation of those that both allow.
///
/// A call that shows the contrary is let through by one grant of the newer policy, which takes one of the caller's
/// names. The older one refuses it without any name more, or by a denial, which takes one name more; or it allows it
/// by another grant, which takes one name more. Each further name can only bring denials. So callers with one name or
/// two show whatever any caller can show.
final class Narrowing {
    /// Pairs of names that are tried for one endpoint: some seconds of them.
    private static final int MOST = 500_000;

    private final Side before;
    private final Side after;
    private final Obliged obligedBefore;
    private final Obliged obligedAfter;
    private final String stranger;
    private final Times clock;
    private final boolean exact;

    /// @param exact whether a call that names no part is another call than one that names the part that it is aimed at
    Narrowing(
            Side before,
            Side after,
            Obliged obligedBefore,
            Obliged obligedAfter,
            String stranger,
            Times clock,
            boolean exact) {
        this.before = before;
        this.after = after;
        this.obligedBefore = obligedBefore;
        this.obligedAfter = obligedAfter;
        this.stranger = stranger;
        this.clock = clock;
        this.exact = exact;
    }

    /// A call that shows that the policy is not narrower.
    ///
    /// @param why the obligation that is looser; empty if the older policy refuses the call
    record Wider(Example example, Optional<String> why) {}

    Optional<Wider> find() throws UndecidedException {
        for (var name : after.byName().keySet()) {
            var found = find(name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Wider> find(String name) throws UndecidedException {
        var changed = changed(name);
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        for (var who : callers(name, changed)) {
            var found = find(name, who);
            if (found.isPresent()) {
                return found;
            }
        }
        refuseLimitsOfBindings(name);
        return Optional.empty();
    }

    /// The members whose grants about an endpoint are not the same in both.
    private Set<String> changed(String name) {
        var changed = new LinkedHashSet<String>();
        for (var side : List.of(before, after)) {
            for (var member : side.of(name).keySet()) {
                var same = before.of(name)
                        .getOrDefault(member, List.of())
                        .equals(after.of(name).getOrDefault(member, List.of()));
                var isNew = Who.hasToken(member) && !before.issuers().containsKey(Who.issuer(member));
                if (!same || isNew) {
                    changed.add(member);
                }
            }
        }
        return changed;
    }

    private Set<Who> callers(String name, Set<String> changed) throws UndecidedException {
        var allowed = after.members(name, Grant.Effect.ALLOW);
        var others = before.of(name).keySet();
        var touched = allowed.stream().filter(changed::contains).count() * others.size()
                + allowed.size() * others.stream().filter(changed::contains).count();
        if (touched > MOST) {
            throw new UndecidedException("more than " + MOST + " pairs of members have grants about " + name);
        }
        var callers = new LinkedHashSet<Who>();
        allowed.stream()
                .filter(changed::contains)
                .forEach(member -> Who.of(List.of(member), stranger).ifPresent(callers::add));
        for (var member : allowed) {
            for (var other : others) {
                if (!member.equals(other)
                        && (changed.contains(member) || changed.contains(other))
                        && matters(name, member, other)) {
                    Who.of(List.of(member, other), stranger).ifPresent(callers::add);
                    Who.of(List.of(other, member), stranger).ifPresent(callers::add);
                }
            }
        }
        return callers;
    }

    /// Whether a caller with both names can be treated otherwise than callers with one: by a denial of the older
    /// policy, or because a grant of the newer one is looser than another of the older one.
    private boolean matters(String name, String member, String other) {
        var old = before.of(name).getOrDefault(other, List.of());
        return old.stream().anyMatch(assignment -> !assignment.limits().isEmpty())
                || Side.grants(old).stream()
                        .anyMatch(known -> known.effect() == Grant.Effect.DENY
                                || Side.grants(after.of(name).getOrDefault(member, List.of())).stream()
                                        .filter(grant -> grant.effect() == Grant.Effect.ALLOW)
                                        .anyMatch(grant -> obligedBefore
                                                .looser(known, obligedAfter, grant)
                                                .isPresent()));
    }

    private Optional<Wider> find(String name, Who who) throws UndecidedException {
        var own = after.of(name, who);
        var involved = new ArrayList<Assignment>(own);
        involved.addAll(before.of(name, who));
        for (var grant : Side.grants(own)) {
            if (grant.effect() == Grant.Effect.DENY) {
                continue;
            }
            var found = new Calls(who, grant, involved, after, clock)
                    .first(Set.of(Action.values()), call -> wider(name, call).isPresent());
            if (found.isPresent()) {
                return wider(name, found.get());
            }
        }
        return Optional.empty();
    }

    private Optional<Wider> wider(String name, Example call) {
        if (!(after.decide(name, call.who(), call.question()) instanceof Decision.Permit allowed)) {
            return Optional.empty();
        }
        var judged = exact ? call : call.at(allowed.target());
        var issues = !call.who().isOfToken()
                || before.issuers().containsKey(call.who().issuer());
        if (issues && before.decide(name, call.who(), judged.question()) instanceof Decision.Permit known) {
            return obligedBefore.looser(known, obligedAfter, allowed).map(why -> new Wider(judged, Optional.of(why)));
        }
        return Optional.of(new Wider(judged, Optional.empty()));
    }

    /// Limits of several bindings add up, and it takes as many names to see that one is gone.
    private void refuseLimitsOfBindings(String name) throws UndecidedException {
        for (var assignments : before.of(name).values()) {
            for (var assignment : assignments) {
                if (!assignment.limits().isEmpty()) {
                    throw new UndecidedException("the binding of " + assignment.member() + " to "
                            + assignment.role().name() + " has limits of its own, and grants about " + name
                            + " change");
                }
            }
        }
    }
}
