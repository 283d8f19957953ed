package io.sagegate.policy.obligation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.policy.obligation.JsonPath.Step;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonPathTest {
    private static List<Step> steps(String text) {
        return JsonPath.of(text).orElseThrow().steps();
    }

    @Test
    void everyFormOfStepIsRead() {
        assertThat(steps("$.a")).containsExactly(new Step.Member("a"));
        assertThat(steps("$.a.*")).containsExactly(new Step.Member("a"), new Step.Each());
        assertThat(steps("$[*][12]")).containsExactly(new Step.Each(), new Step.Element(12));
        assertThat(steps("$..a[0]")).containsExactly(new Step.Deep(), new Step.Member("a"), new Step.Element(0));
        assertThat(steps("$['a.b']['c']")).containsExactly(new Step.Member("a.b"), new Step.Member("c"));
        assertThat(steps("$['a'].b")).containsExactly(new Step.Member("a"), new Step.Member("b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$",
                "a",
                "$a",
                "$.",
                "$..",
                "$.a.",
                "$.a..",
                "$[",
                "$[]",
                "$[-1]",
                "$[1",
                "$[1234567]",
                "$['']",
                "$['a'",
                "$['a]",
                "$.'a",
                "$.]a",
                "$.a]",
                "$.a'",
                "$[a]",
                "$[*"
            })
    void anythingElseIsNoPath(String text) {
        assertThat(JsonPath.of(text)).isEmpty();
    }

    @Test
    void aPathIsBounded() {
        assertThat(steps("$" + ".a".repeat(32))).hasSize(32);
        assertThat(JsonPath.of("$" + ".a".repeat(33))).isEmpty();
        assertThat(JsonPath.of("$" + "[0]".repeat(33))).isEmpty();
    }
}
