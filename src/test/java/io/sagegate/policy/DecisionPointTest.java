package io.sagegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.identity.ApiClient;
import io.sagegate.policy.document.LimitReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicyReader;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.policy.name.EndpointArn;
import io.sagegate.reason.Reason;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecisionPointTest {
    @SafeVarargs
    @SuppressWarnings("varargs") // Only read.
    private static Role role(String name, Map<String, Object>... grants) throws PolicySyntaxException {
        return PolicyReader.role(name, new PolicyNode(Arrays.asList(grants), name));
    }

    private static Target target(String endpoint, @Nullable String variant, @Nullable String component) {
        return new Target(
                endpoint,
                Optional.ofNullable(variant),
                Optional.ofNullable(component),
                Optional.empty(),
                Optional.empty());
    }

    private static Decision decide(Target target, Role... roles) {
        return DecisionPoint.decide(question(target), assigned(List.of(roles)), 7);
    }

    private static Question question(Target target) {
        return question(Action.INVOKE, target);
    }

    private static Question question(Action action, Target target) {
        var caller = new ApiClient("c", "k");
        return new Question(caller, action, target, new Facts("192.0.2.1", 2, Optional.empty()), Instant.EPOCH);
    }

    private static List<Assignment> assigned(List<Role> roles) {
        return roles.stream()
                .map(role -> new Assignment(role, "key:c", Optional.empty()))
                .toList();
    }

    private static Reason refusal(Decision decision) {
        return ((Decision.Deny) decision).reason();
    }

    private static final Map<String, Object> PLAIN = Map.of("endpoint", "llm", "actions", List.of("invoke"));

    @Test
    void requirement13NothingIsAllowedByDefault() throws PolicySyntaxException {
        assertThat(refusal(decide(Target.ofEndpoint("llm")))).isEqualTo(Reason.NOT_GRANTED);
        assertThat(refusal(decide(Target.ofEndpoint("other"), role("r", PLAIN))))
                .isEqualTo(Reason.NOT_GRANTED);
        assertThat(refusal(decide(Target.ofEndpoint("LLM"), role("r", PLAIN)))).isEqualTo(Reason.NOT_GRANTED);
    }

    @Test
    void anExactGrantPermitsAndIsNamed() throws PolicySyntaxException {
        var permit = (Decision.Permit) decide(Target.ofEndpoint("llm"), role("r", PLAIN));
        assertThat(permit.grant().id()).isEqualTo("r/0");
        assertThat(permit.revision()).isEqualTo(7);
        assertThat(permit.target()).isEqualTo(Target.ofEndpoint("llm"));
    }

    @Test
    void anotherActionIsNotGranted() throws PolicySyntaxException {
        var streaming = Map.<String, Object>of("endpoint", "llm", "actions", List.of("invoke-stream"));
        assertThat(refusal(decide(Target.ofEndpoint("llm"), role("r", streaming))))
                .isEqualTo(Reason.NOT_GRANTED);
    }

    @Test
    void anExplicitDenyWinsWhereverItStands() throws PolicySyntaxException {
        var deny = Map.<String, Object>of("endpoint", "llm", "actions", List.of("invoke"), "effect", "deny");
        for (var roles : List.of(
                List.of(role("a", PLAIN), role("b", deny)),
                List.of(role("b", deny), role("a", PLAIN)),
                List.of(role("a", PLAIN, deny)),
                List.of(role("a", deny, PLAIN)))) {
            assertThat(refusal(DecisionPoint.decide(question(Target.ofEndpoint("llm")), assigned(roles), 1)))
                    .isEqualTo(Reason.EXPLICITLY_DENIED);
        }
    }

    @Test
    void requirement16AVariantMustBeGrantedByName() throws PolicySyntaxException {
        var blue = Map.<String, Object>of("endpoint", "llm", "actions", List.of("invoke"), "variants", List.of("blue"));
        assertThat(refusal(decide(target("llm", "green", null), role("r", blue))))
                .isEqualTo(Reason.TARGET_NOT_GRANTED);
        assertThat(refusal(decide(target("llm", "blue", null), role("r", PLAIN))))
                .isEqualTo(Reason.TARGET_NOT_GRANTED);
        assertThat(decide(target("llm", "blue", null), role("r", blue))).isInstanceOf(Decision.Permit.class);
    }

    @Test
    void aGrantOfOneVariantAimsTheCallAtIt() throws PolicySyntaxException {
        var blue = Map.<String, Object>of("endpoint", "llm", "actions", List.of("invoke"), "variants", List.of("blue"));
        var permit = (Decision.Permit) decide(Target.ofEndpoint("llm"), role("r", blue));
        assertThat(permit.target().variant()).contains("blue");
    }

    @Test
    void aGrantOfSeveralVariantsWantsOneNamed() throws PolicySyntaxException {
        var both = Map.<String, Object>of(
                "endpoint", "llm", "actions", List.of("invoke"), "variants", List.of("blue", "green"));
        assertThat(refusal(decide(Target.ofEndpoint("llm"), role("r", both)))).isEqualTo(Reason.TARGET_NOT_GRANTED);
    }

    @Test
    void oneGrantsPartsAreNotMixedWithAnothers() throws PolicySyntaxException {
        var blue = Map.<String, Object>of("endpoint", "llm", "actions", List.of("invoke"), "variants", List.of("blue"));
        var llama =
                Map.<String, Object>of("endpoint", "llm", "actions", List.of("invoke"), "components", List.of("llama"));
        assertThat(refusal(decide(target("llm", "blue", "llama"), role("r", blue, llama))))
                .isEqualTo(Reason.TARGET_NOT_GRANTED);
    }

    private static Decision decide(Action action, Target target, Role... roles) {
        return DecisionPoint.decide(question(action, target), assigned(List.of(roles)), 7);
    }

    private static Map<String, Object> all(String member, List<String> names, String effect) {
        return Map.of(
                "endpoint",
                "llm",
                "actions",
                List.of("invoke", "invoke-stream", "invoke-async"),
                member,
                names,
                "effect",
                effect);
    }

    /// `InvokeEndpointAsync` has none of these parameters: SageMaker would choose.
    @ParameterizedTest
    @ValueSource(strings = {"variants", "components", "targetModels", "containers"})
    void noPermitAimsAnAsynchronousCallAtAPartOfTheEndpoint(String part) throws PolicySyntaxException {
        var one = role("r", all(part, List.of("a1"), "allow"));
        assertThat(refusal(decide(Action.INVOKE_ASYNC, Target.ofEndpoint("llm"), one)))
                .isEqualTo(Reason.TARGET_NOT_SUPPORTED);
        assertThat(decide(Action.INVOKE, Target.ofEndpoint("llm"), one)).isInstanceOf(Decision.Permit.class);
        var two = role("r", all(part, List.of("a1", "b2"), "allow"));
        assertThat(refusal(decide(Action.INVOKE_ASYNC, named(part, "a1"), two))).isEqualTo(Reason.TARGET_NOT_SUPPORTED);
        assertThat(decide(Action.INVOKE, named(part, "a1"), two)).isInstanceOf(Decision.Permit.class);
    }

    private static Target named(String part, String name) {
        return new Target(
                "llm",
                Optional.of(name).filter(_ -> part.equals("variants")),
                Optional.of(name).filter(_ -> part.equals("components")),
                Optional.of(name).filter(_ -> part.equals("targetModels")),
                Optional.of(name).filter(_ -> part.equals("containers")));
    }

    @Test
    void aStreamCanBeAimedAtAllButATargetModel() throws PolicySyntaxException {
        for (var part : List.of("variants", "components", "containers")) {
            var permit = (Decision.Permit) decide(
                    Action.INVOKE_STREAM, Target.ofEndpoint("llm"), role("r", all(part, List.of("a1"), "allow")));
            assertThat(permit.target()).isEqualTo(named(part, "a1"));
        }
        assertThat(refusal(decide(
                        Action.INVOKE_STREAM,
                        Target.ofEndpoint("llm"),
                        role("r", all("targetModels", List.of("a1"), "allow")))))
                .isEqualTo(Reason.TARGET_NOT_SUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"variants", "components", "targetModels", "containers"})
    void aDenyOfAPartCoversEveryCallThatCannotBeAimedPastIt(String part) throws PolicySyntaxException {
        var allow = all(part, List.of("a1", "b2"), "allow");
        var deny = all(part, List.of("b2"), "deny");
        var plain = Map.<String, Object>of("endpoint", "llm", "actions", List.of("invoke-async"));
        for (var target : List.of(named(part, "a1"), Target.ofEndpoint("llm"))) {
            assertThat(refusal(decide(Action.INVOKE_ASYNC, target, role("r", allow, plain, deny))))
                    .isEqualTo(Reason.EXPLICITLY_DENIED);
        }
        assertThat(decide(Action.INVOKE, named(part, "a1"), role("r", allow, deny)))
                .isInstanceOf(Decision.Permit.class);
    }

    @Test
    void aDenyOfOneVariantAlsoCoversACallThatNamesNone() throws PolicySyntaxException {
        var deny = Map.<String, Object>of(
                "endpoint", "llm", "actions", List.of("invoke"), "variants", List.of("green"), "effect", "deny");
        assertThat(refusal(decide(Target.ofEndpoint("llm"), role("r", PLAIN, deny))))
                .isEqualTo(Reason.EXPLICITLY_DENIED);
    }

    private static Target naming(String part, String name) {
        return new Target(
                "llm",
                Optional.of(name).filter(_ -> part.equals("variants")),
                Optional.of(name).filter(_ -> part.equals("components")),
                Optional.of(name).filter(_ -> part.equals("targetModels")),
                Optional.of(name).filter(_ -> part.equals("containers")));
    }

    private static Map<String, Object> grant(String effect, String part, String... names) {
        return Map.of("endpoint", "llm", "actions", List.of("invoke"), "effect", effect, part, List.of(names));
    }

    @ParameterizedTest
    @ValueSource(strings = {"variants", "components", "targetModels", "containers"})
    void requirement16EveryPartOfATargetMustBeGrantedByName(String part) throws PolicySyntaxException {
        var granted = role("r", grant("allow", part, "blue"));
        assertThat(decide(naming(part, "blue"), granted)).isInstanceOf(Decision.Permit.class);
        assertThat(refusal(decide(naming(part, "green"), granted))).isEqualTo(Reason.TARGET_NOT_GRANTED);
        assertThat(refusal(decide(naming(part, "blue"), role("r", PLAIN)))).isEqualTo(Reason.TARGET_NOT_GRANTED);
        var only = (Decision.Permit) decide(Target.ofEndpoint("llm"), granted);
        assertThat(only.target()).isEqualTo(naming(part, "blue"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"variants", "components", "targetModels", "containers"})
    void aDenyOfAPartIsOfThatPartAlone(String part) throws PolicySyntaxException {
        var roles =
                role("r", grant("allow", part, "blue"), grant("allow", part, "green"), grant("deny", part, "green"));
        assertThat(refusal(decide(naming(part, "green"), roles))).isEqualTo(Reason.EXPLICITLY_DENIED);
        assertThat(decide(naming(part, "blue"), roles)).isInstanceOf(Decision.Permit.class);
    }

    @Test
    void requirement13ADenyThatDoesNotApplyTellsNothing() throws PolicySyntaxException {
        assertThat(refusal(decide(naming("variants", "blue"), role("r", grant("deny", "variants", "green")))))
                .isEqualTo(Reason.NOT_GRANTED);
    }

    @Test
    void aPermitIsCountedAgainstTheBindingsOfItsOwnGrant() throws PolicySyntaxException {
        var limits = LimitReader.ofBinding(new PolicyNode(List.of("1 request per minute"), "limits"));
        var own = new Assignment(role("a", PLAIN), "key:c", Optional.empty(), limits);
        var other = new Assignment(role("b", PLAIN), "key:c", Optional.empty(), limits);
        var permit = (Decision.Permit) DecisionPoint.decide(question(Target.ofEndpoint("llm")), List.of(own, other), 1);
        assertThat(permit.grant().id()).isEqualTo("a/0");
        assertThat(permit.limits()).hasSize(1);
    }

    private static final String ABROAD = "arn:aws:sagemaker:eu-west-1:444455556666:endpoint/llm";
    private static final String ELSEWHERE = "arn:aws:sagemaker:us-west-2:444455556666:endpoint/llm";

    private static Map<String, Object> at(String endpoint, String effect) {
        return Map.of("endpoint", endpoint, "actions", List.of("invoke"), "effect", effect);
    }

    @Test
    void aBareNameStaysTheFunctionsOwnWhereAGrantHasIt() throws PolicySyntaxException {
        var permit =
                (Decision.Permit) decide(Target.ofEndpoint("llm"), role("r", at(ABROAD, "allow"), at("llm", "allow")));
        assertThat(permit.grant().id()).isEqualTo("r/1");
        assertThat(permit.target().arn()).isEmpty();
    }

    @Test
    void aBareNameThatOnlyOneWholeArnEndsInMeansThatArn() throws PolicySyntaxException {
        var permit = (Decision.Permit) decide(Target.ofEndpoint("llm"), role("r", at(ABROAD, "allow")));
        assertThat(permit.target().endpoint()).isEqualTo(ABROAD);
        assertThat(permit.target().arn()).map(EndpointArn::region).contains("eu-west-1");
    }

    @Test
    void aBareNameThatTwoWholeArnsEndInIsNotGuessed() throws PolicySyntaxException {
        var both = role("r", at(ABROAD, "allow"), at(ELSEWHERE, "allow"));
        assertThat(refusal(decide(Target.ofEndpoint("llm"), both))).isEqualTo(Reason.NOT_GRANTED);
        assertThat(decide(Target.ofEndpoint(ELSEWHERE), both)).isInstanceOf(Decision.Permit.class);
    }

    @Test
    void aGrantOfOnePlaceIsNoneOfAnother() throws PolicySyntaxException {
        assertThat(refusal(decide(Target.ofEndpoint(ELSEWHERE), role("r", at(ABROAD, "allow")))))
                .isEqualTo(Reason.NOT_GRANTED);
        assertThat(refusal(decide(Target.ofEndpoint(ABROAD), role("r", at("llm", "allow")))))
                .isEqualTo(Reason.NOT_GRANTED);
    }

    @Test
    void aDenialIsNotGotRoundByTheOtherWayToNameTheEndpoint() throws PolicySyntaxException {
        var bareDenied = role("r", at("llm", "deny"), at(ABROAD, "allow"));
        assertThat(refusal(decide(Target.ofEndpoint(ABROAD), bareDenied))).isEqualTo(Reason.EXPLICITLY_DENIED);
        var wholeDenied = role("r", at(ABROAD, "deny"), at("llm", "allow"));
        assertThat(refusal(decide(Target.ofEndpoint("llm"), wholeDenied))).isEqualTo(Reason.EXPLICITLY_DENIED);
        var other = role("r", at(ABROAD, "deny"), at(ELSEWHERE, "allow"));
        assertThat(decide(Target.ofEndpoint(ELSEWHERE), other)).isInstanceOf(Decision.Permit.class);
    }
}
