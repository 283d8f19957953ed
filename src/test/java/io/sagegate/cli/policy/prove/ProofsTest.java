package io.sagegate.cli.policy.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The prover's answers about small policies, against every call that can be made under them, each judged by the
/// brute-force reading of the policy. `-Dproofs=2000` looks at more policies.
final class ProofsTest {
    private static final int POLICIES = Integer.getInteger("proofs", 5);

    /// Two that are always the same, and one that is new each time: a failure names it.
    static LongStream seeds() {
        return LongStream.of(1, 2, new SecureRandom().nextLong(3, Long.MAX_VALUE));
    }

    private static CompiledPolicy compiled(String text) throws Exception {
        return PolicyCompiler.compile(PolicyDocument.parse("policy.yaml", text)).sound();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPolicyNarrowsAnotherIfAndOnlyIfNoCallSaysOtherwise(long seed) throws Exception {
        var maker = new SmallPolicies(seed);
        var wider = 0;
        for (var i = 0; i < POLICIES; i++) {
            maker.choose();
            var before = maker.policy();
            var after = i % 2 == 0 ? maker.changed(before) : maker.policy();
            var universe = new EveryCall(maker, compiled(before), compiled(after), false);
            var proof = Policies.of(compiled(before), compiled(after), SmallPolicies.NOW)
                    .narrows();
            var found = universe.wider();
            var story = "seed " + seed + ", policy " + i + "\n" + before + "\n" + after + "\n" + proof + "\n" + found;
            switch (proof) {
                case Proof.Holds _ -> assertThat(found).as(story).isEmpty();
                case Proof.Fails(var _, var example) ->
                    assertThat(universe.isWider(example)).as(story).isTrue();
                case Proof.Unknown _ -> throw new AssertionError(story);
            }
            wider += found.isPresent() ? 1 : 0;
        }
        if (seed <= 2) {
            assertThat(wider).as("both answers come up").isBetween(1, POLICIES - 1);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void policiesAreEquivalentIfAndOnlyIfNoCallSaysOtherwise(long seed) throws Exception {
        var maker = new SmallPolicies(seed);
        for (var i = 0; i < POLICIES; i++) {
            maker.choose();
            var text = maker.policy();
            var changed = maker.changed(text);
            var before = compiled(text);
            var after = compiled(changed);
            var proof = Policies.of(before, after, SmallPolicies.NOW).isEquivalent();
            var same = new EveryCall(maker, before, after, true).wider().isEmpty()
                    && new EveryCall(maker, after, before, true).wider().isEmpty();
            assertThat(proof instanceof Proof.Holds)
                    .as("seed " + seed + ", policy " + i + "\n" + text + "\n" + changed + "\n" + proof)
                    .isEqualTo(same);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSentenceHoldsIfAndOnlyIfNoCallSaysOtherwise(long seed) throws Exception {
        var maker = new SmallPolicies(seed);
        for (var i = 0; i < POLICIES; i++) {
            maker.choose();
            var text = maker.policy();
            var policy = compiled(text);
            var universe = new EveryCall(maker, policy, policy, false);
            for (var sentence : sentences()) {
                var proof = Reach.of(policy, SmallPolicies.NOW).prove(sentence);
                assertThat(proof instanceof Proof.Holds)
                        .as("seed " + seed + ", policy " + i + "\n" + text + "\n" + sentence + "\n" + proof)
                        .isEqualTo(universe.holds(sentence));
            }
        }
    }

    private static List<Sentence> sentences() {
        return List.of(
                        "okta:group:g reaches a",
                        "okta:sub:s reaches a by invoke",
                        "key:k reaches b",
                        "okta:group:g never reaches a",
                        "okta:group:h never reaches b for streaming",
                        "okta:sub:s never reaches a",
                        "nobody reaches a",
                        "nobody reaches b by invoke-async",
                        "nobody but okta:group:g reaches a",
                        "only okta:group:g and okta:group:h reach b")
                .stream()
                .map(text -> Sentence.of(text).orElseThrow())
                .toList();
    }
}
