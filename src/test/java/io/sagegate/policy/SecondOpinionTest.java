package io.sagegate.policy;

import static io.sagegate.policy.PolicyMeaning.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.reason.Reason;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The decision point against a brute-force reading of the policy, and against the laws that every policy obeys.
@Execution(ExecutionMode.CONCURRENT)
final class SecondOpinionTest {
    private static final int POLICIES = 5_000;
    private static final int QUESTIONS = 4;

    /// Three that are always the same, and one that is new each time: a failure names it.
    static LongStream seeds() {
        return LongStream.of(1, 2, 3, new SecureRandom().nextLong());
    }

    /// A policy, a question, and what the decision point says.
    private record Case(PolicyMaker maker, List<Assignment> policy, Question question, Decision decision) {
        boolean permitted() {
            return decision instanceof Decision.Permit;
        }
    }

    @FunctionalInterface
    private interface Law {
        void holds(Case each);
    }

    private static void forAll(long seed, Law law) {
        var maker = new PolicyMaker(seed);
        for (var i = 0; i < POLICIES; i++) {
            var policy = maker.assignments();
            for (var j = 0; j < QUESTIONS; j++) {
                var question = maker.question();
                try {
                    law.holds(new Case(maker, policy, question, decide(question, policy)));
                } catch (AssertionError e) {
                    throw new AssertionError(
                            "seed " + seed + ", policy " + i + ", question " + j + ": " + policy + " " + question, e);
                }
            }
        }
    }

    private static Decision decide(Question question, List<Assignment> policy) {
        return DecisionPoint.decide(question, policy, 7);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bothReadThePolicyAlike(long seed) {
        var reasons = new EnumMap<Reason, Integer>(Reason.class);
        forAll(seed, each -> {
            var opinion = new PolicyMeaning(each.question(), each.policy()).opinion();
            // Which of several allows permits is a matter of order, and so is the part it aims at.
            assertThat(said(each.decision()).reason()).isEqualTo(opinion.reason());
            if (each.decision() instanceof Decision.Permit permit) {
                var alone = new Assignment(new Role("r", List.of(permit.grant())), "m", Optional.empty());
                assertThat(new PolicyMeaning(each.question(), List.of(alone)).opinion())
                        .isEqualTo(said(permit));
                assertThat(permit.shadowed().stream().map(Shadowed::rule).collect(Collectors.toSet()))
                        .isEqualTo(new PolicyMeaning(each.question(), each.policy()).shadows());
            }
            reasons.merge(opinion.reason(), 1, Integer::sum);
        });
        assertThat(reasons.keySet())
                .as("every answer comes up")
                .containsExactlyInAnyOrder(
                        Reason.GRANTED,
                        Reason.NOT_GRANTED,
                        Reason.EXPLICITLY_DENIED,
                        Reason.TARGET_NOT_GRANTED,
                        Reason.TARGET_NOT_SUPPORTED,
                        Reason.GRANT_EXPIRED,
                        Reason.CONDITION_NOT_MET);
        assertThat(reasons)
                .as("often")
                .allSatisfy((_, times) -> assertThat(times).isGreaterThan(100));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsAllowedByDefault(long seed) {
        forAll(seed, each -> {
            assertThat(said(decide(each.question(), List.of())).reason()).isEqualTo(Reason.NOT_GRANTED);
            var denies = without(each.policy(), Grant.Effect.ALLOW);
            assertThat(decide(each.question(), denies)).isInstanceOf(Decision.Deny.class);
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aDenyWinsWhereverItStands(long seed) {
        forAll(seed, each -> {
            var none = List.of(Set.<String>of(), Set.<String>of(), Set.<String>of(), Set.<String>of());
            var question = each.question();
            var deny = PolicyMaker.grant(
                    "d/0",
                    Grant.Effect.DENY,
                    question.target().endpoint(),
                    Set.of(question.action()),
                    none,
                    Optional.empty(),
                    List.of());
            var all = each.maker().shuffled(with(each.policy(), deny));
            assertThat(said(decide(question, all)).reason()).isEqualTo(Reason.EXPLICITLY_DENIED);
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void namesAreExact(long seed) {
        forAll(seed, each -> {
            if (each.decision() instanceof Decision.Permit permit) {
                var target = permit.target();
                for (var other : List.of("", target.endpoint() + " ", target.endpoint() + "*", "*", "á")) {
                    var moved =
                            new Target(other, target.variant(), target.component(), target.model(), target.container());
                    assertThat(said(decide(asking(each, moved), each.policy())).reason())
                            .isEqualTo(Reason.NOT_GRANTED);
                }
                for (var other : List.of("x ", "x*", "*", "xx", "")) {
                    var moved = new Target(
                            target.endpoint(),
                            Optional.of(other),
                            target.component(),
                            target.model(),
                            target.container());
                    assertThat(decide(asking(each, moved), each.policy())).isInstanceOf(Decision.Deny.class);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void orderNeverMatters(long seed) {
        forAll(seed, each -> {
            var turned = each.maker().shuffled(each.policy()).stream()
                    .map(one -> new Assignment(
                            new Role(
                                    one.role().name(),
                                    each.maker().shuffled(one.role().grants())),
                            one.member(),
                            one.expires()))
                    .toList();
            assertThat(said(decide(each.question(), turned)).reason())
                    .isEqualTo(said(each.decision()).reason());
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void addingADenyNeverWidens(long seed) {
        forAll(seed, each -> {
            var deny = each.maker().grant("d/0", Grant.Effect.DENY);
            var more = each.maker().shuffled(with(each.policy(), deny));
            assertThat(decide(each.question(), more) instanceof Decision.Permit && !each.permitted())
                    .isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aDenyInShadowChangesNoDecision(long seed) {
        forAll(seed, each -> {
            var shadow = PolicyMaker.shadow(each.maker().grant("d/0", Grant.Effect.DENY));
            var more = each.maker().shuffled(with(each.policy(), shadow));
            assertThat(said(decide(each.question(), more)).reason())
                    .isEqualTo(said(each.decision()).reason());
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void removingAnAllowNeverWidensAndAddingOneNeverNarrows(long seed) {
        forAll(seed, each -> {
            var more = with(each.policy(), each.maker().grant("g/0", Grant.Effect.ALLOW));
            var denies = without(each.policy(), Grant.Effect.ALLOW);
            assertThat(each.permitted() && !(decide(each.question(), more) instanceof Decision.Permit))
                    .isFalse();
            for (var kept : each.policy()) {
                var fewer = new ArrayList<>(denies);
                fewer.add(kept);
                assertThat(decide(each.question(), fewer) instanceof Decision.Permit && !each.permitted())
                        .isFalse();
            }
        });
    }

    private static Question asking(Case each, Target target) {
        var question = each.question();
        return new Question(question.principal(), question.action(), target, question.facts(), question.now());
    }

    private static List<Assignment> with(List<Assignment> policy, Grant grant) {
        var more = new ArrayList<>(policy);
        more.add(new Assignment(new Role("more", List.of(grant)), "m", Optional.empty()));
        return more;
    }

    private static List<Assignment> without(List<Assignment> policy, Grant.Effect effect) {
        return policy.stream()
                .map(one -> new Assignment(
                        new Role(
                                one.role().name(),
                                one.role().grants().stream()
                                        .filter(grant -> grant.effect() != effect)
                                        .toList()),
                        one.member(),
                        one.expires()))
                .toList();
    }
}
