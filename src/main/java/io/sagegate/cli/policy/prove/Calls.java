package io.sagegate.cli.policy.prove;

import io.sagegate.policy.Action;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Facts;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Question;
import io.sagegate.policy.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The calls of one caller by one grant: one for each combination of regions.
///
/// @param who the caller
/// @param allow the grant by which the call is to be let through
/// @param involved the caller's assignments about the endpoint, of every policy that is compared
/// @param side the policy whose issuers give the caller its token
record Calls(Who who, Grant allow, List<Assignment> involved, Side side, Times clock) {
    /// Calls that are tried for one caller and grant: a tenth of a second of them.
    private static final long MOST = 50_000;

    /// The first call that a test picks.
    Optional<Example> first(Set<Action> actions, Predicate<Example> test) throws UndecidedException {
        var regions = new Regions(involved, allow, clock);
        var callers = callers(regions);
        var targets = targets(regions);
        var facts = facts(regions);
        var times = regions.times();
        var asked = allow.actions().stream().filter(actions::contains).sorted().toList();
        if ((double) callers.size() * targets.size() * facts.size() * times.size() * asked.size() > MOST) {
            throw new UndecidedException("the conditions of grants to " + who.text() + " about " + allow.endpoint()
                    + " part calls into more than " + MOST + " kinds");
        }
        for (var caller : callers) {
            var principal = caller.principal();
            for (var action : asked) {
                for (var target : targets) {
                    for (var fact : facts) {
                        for (var time : times) {
                            var call = new Example(caller, new Question(principal, action, target, fact, time));
                            if (test.test(call)) {
                                return Optional.of(call);
                            }
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private List<Who> callers(Regions regions) throws UndecidedException {
        if (!who.isOfToken()) {
            return List.of(who);
        }
        var issuer = side.issuers().get(who.issuer());
        return issuer == null
                ? List.of()
                : regions.claims(issuer.claims().required()).stream()
                        .map(who::with)
                        .toList();
    }

    private List<Target> targets(Regions regions) {
        var targets = new ArrayList<Target>();
        for (var variant : regions.parts(Grant::variants)) {
            for (var component : regions.parts(Grant::components)) {
                for (var model : regions.parts(Grant::models)) {
                    for (var container : regions.parts(Grant::containers)) {
                        targets.add(new Target(allow.endpoint(), variant, component, model, container));
                    }
                }
            }
        }
        return targets;
    }

    private static List<Facts> facts(Regions regions) {
        var facts = new ArrayList<Facts>();
        for (var source : regions.sources()) {
            for (var size : regions.sizes()) {
                for (var type : regions.types()) {
                    facts.add(new Facts(source, size, type));
                }
            }
        }
        return facts;
    }
}
