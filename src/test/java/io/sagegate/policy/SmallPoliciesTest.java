package io.sagegate.policy;

import static io.sagegate.policy.PolicyMeaning.said;

import io.sagegate.identity.ApiClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Every policy of two grants over two names of two parts, and every question about it.
@Execution(ExecutionMode.CONCURRENT)
final class SmallPoliciesTest {
    @Test
    void bothReadEverySmallPolicyAlike() {
        var grants = smallGrants();
        var questions = smallQuestions();
        for (var one : grants) {
            for (var other : grants) {
                var policy = List.of(new Assignment(new Role("r", List.of(one, other)), "m", Optional.empty()));
                for (var question : questions) {
                    var opinion = new PolicyMeaning(question, policy).opinion();
                    var decision = DecisionPoint.decide(question, policy, 7);
                    if (!said(decision).equals(opinion)) {
                        throw new AssertionError(policy + " " + question + ": " + said(decision) + ", not " + opinion);
                    }
                }
            }
        }
    }

    private static List<Grant> smallGrants() {
        var grants = new ArrayList<Grant>();
        for (var effect : Grant.Effect.values()) {
            for (var actions : List.of(Set.of(Action.INVOKE), Set.of(Action.values()))) {
                for (var variants : List.of(Set.<String>of(), Set.of("x"), Set.of("x", "y"))) {
                    for (var models : List.of(Set.<String>of(), Set.of("x"))) {
                        for (var end : List.of(Optional.<Instant>empty(), Optional.of(Instant.EPOCH))) {
                            var parts = List.of(variants, Set.<String>of(), models, Set.<String>of());
                            grants.add(PolicyMaker.grant("r/0", effect, "a", actions, parts, end, List.of()));
                        }
                    }
                }
            }
        }
        return grants;
    }

    private static List<Question> smallQuestions() {
        var facts = new Facts("192.0.2.1", 2, Optional.empty());
        var names = List.of(Optional.<String>empty(), Optional.of("x"), Optional.of("y"), Optional.of("z"));
        return Stream.of(Action.values())
                .flatMap(action -> names.stream()
                        .flatMap(variant -> names.stream()
                                .map(model -> new Target("a", variant, Optional.empty(), model, Optional.empty())))
                        .map(target -> new Question(new ApiClient("c", "k"), action, target, facts, Instant.EPOCH)))
                .toList();
    }
}
