package io.sagegate.cli.policy.prove;

import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.policy.document.FilePolicy;
import io.sagegate.cli.policy.prove.SmallPolicies.Kind;
import io.sagegate.identity.ApiClient;
import io.sagegate.identity.OidcUser;
import io.sagegate.identity.Principal;
import io.sagegate.policy.Action;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.Facts;
import io.sagegate.policy.PolicyMeaning;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Question;
import io.sagegate.policy.Target;
import io.sagegate.reason.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Every call that can be made under two small policies, by every caller.
final class EveryCall {
    private final SmallPolicies maker;
    private final FilePolicy before;
    private final FilePolicy after;
    private final Map<FilePolicy, Map<Set<String>, List<Assignment>>> known = new HashMap<>();

    private final boolean exact;
    private Optional<List<Question>> permitted = Optional.empty();

    /// @param exact whether a call that names no part is another call than one that names the part it is aimed at
    EveryCall(SmallPolicies maker, CompiledPolicy before, CompiledPolicy after, boolean exact) {
        this.exact = exact;
        this.maker = maker;
        this.before = new FilePolicy(before);
        this.after = new FilePolicy(after);
    }

    private <T> List<T> values(Kind kind, T plain, List<T> all) {
        return maker.has(kind) ? all : List.of(plain);
    }

    private List<Principal> callers() {
        var callers = new ArrayList<Principal>();
        callers.add(new ApiClient("k", "none"));
        callers.add(new ApiClient("other", "none"));
        var claims = new ArrayList<Map<String, @Nullable Object>>();
        claims.add(Map.of());
        if (maker.has(Kind.CLAIMS)) {
            for (var value : List.of("x", "y", "z", List.of("x", "y"), Map.of())) {
                claims.add(Map.of("c", value));
            }
        }
        for (var subject : List.of("s", "t")) {
            for (var groups :
                    List.of(List.<String>of(), List.of("g"), List.of("h"), List.of("g", "h"), List.of("h", "g"))) {
                for (var claim : claims) {
                    callers.add(new OidcUser("okta", "urn:any", subject, groups, Optional.empty(), claim));
                }
            }
        }
        return callers;
    }

    private List<Question> calls(Principal caller) {
        var calls = new ArrayList<Question>();
        var variants = values(
                Kind.PARTS,
                Optional.<String>empty(),
                List.of(Optional.<String>empty(), Optional.of("x"), Optional.of("y"), Optional.of("z")));
        for (var endpoint : List.of("a", "b")) {
            for (var variant : variants) {
                var target = new Target(endpoint, variant, Optional.empty(), Optional.empty(), Optional.empty());
                for (var action : Action.values()) {
                    for (var facts : facts()) {
                        for (var time : times()) {
                            calls.add(new Question(caller, action, target, facts, time));
                        }
                    }
                }
            }
        }
        return calls;
    }

    private List<Facts> facts() {
        var all = new ArrayList<Facts>();
        var types = List.of(
                Optional.<String>empty(), Optional.of("text/csv"), Optional.of("application/json"), Optional.of("x/y"));
        for (var source :
                values(Kind.SOURCES, "", List.of("", "10.0.0.1", "10.1.0.1", "192.0.2.1", "2001:db8::1", "2001::1"))) {
            for (var size : values(Kind.SIZES, 0, List.of(-1, 0, 1, 2, 3))) {
                for (var type : values(Kind.TYPES, Optional.<String>empty(), types)) {
                    all.add(new Facts(source, size < 0 ? OptionalLong.empty() : OptionalLong.of(size), type));
                }
            }
        }
        return all;
    }

    private List<Instant> times() {
        return maker.has(Kind.HOURS) || maker.has(Kind.ENDS)
                ? Stream.of(0, 60, 90, 120, 560, 720, 24 * 60 + 60, 24 * 60 + 560)
                        .map(minutes -> SmallPolicies.NOW.plus(Duration.ofMinutes(minutes)))
                        .toList()
                : List.of(SmallPolicies.NOW);
    }

    private List<Assignment> roles(FilePolicy policy, Principal caller) {
        return known.computeIfAbsent(policy, _ -> new HashMap<>()).computeIfAbsent(caller.members(), _ -> {
            try {
                return policy.rolesOf(caller);
            } catch (PolicyUnavailableException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private boolean isPermitted(FilePolicy policy, Question call) {
        return new PolicyMeaning(call, roles(policy, call.principal()))
                .opinion()
                .reason()
                .equals(Reason.GRANTED);
    }

    private boolean isWider(Question call) {
        var opinion = new PolicyMeaning(call, roles(after, call.principal())).opinion();
        if (opinion.target().isEmpty()) {
            return false;
        }
        var aimed = exact
                ? call
                : new Question(call.principal(), call.action(), opinion.target().get(), call.facts(), call.now());
        return !isPermitted(before, aimed) || !limits(after, call).containsAll(limits(before, aimed));
    }

    boolean isWider(Example example) {
        return isWider(example.question());
    }

    private List<String> limits(FilePolicy policy, Question call) {
        return DecisionPoint.decide(call, roles(policy, call.principal()), 0) instanceof Decision.Permit permit
                ? permit.limits().stream().map(limit -> limit.text()).toList()
                : List.of();
    }

    /// The calls that the newer policy permits.
    private List<Question> permitted() {
        if (permitted.isEmpty()) {
            permitted = Optional.of(callers().stream()
                    .flatMap(caller -> calls(caller).stream())
                    .filter(call -> isPermitted(after, call))
                    .toList());
        }
        return permitted.get();
    }

    private boolean hasAny(Sentence sentence, Predicate<Question> test) {
        return permitted().stream()
                .anyMatch(call -> sentence.endpoint().equals(call.target().endpoint())
                        && sentence.actions().contains(call.action())
                        && test.test(call));
    }

    /// A call that the newer policy permits and the older refuses, or limits more.
    Optional<Question> wider() {
        return permitted().stream().filter(this::isWider).findFirst();
    }

    /// The caller's names that a binding may name.
    private static Set<String> bound(Question call) {
        return call.principal().members().stream()
                .filter(SmallPolicies.MEMBERS::contains)
                .collect(Collectors.toSet());
    }

    boolean holds(Sentence sentence) {
        var members = Set.copyOf(sentence.members());
        return switch (sentence.form()) {
            case REACHES -> hasAny(sentence, call -> bound(call).equals(members));
            case NEVER -> !hasAny(sentence, call -> bound(call).containsAll(members));
            case ONLY -> !hasAny(sentence, call -> bound(call).stream().noneMatch(members::contains));
        };
    }
}
