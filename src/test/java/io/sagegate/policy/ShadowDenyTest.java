package io.sagegate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.identity.ApiClient;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicyReader;
import io.sagegate.policy.document.PolicySyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A deny in shadow: it matches like any other, and decides nothing.
final class ShadowDenyTest {
    private static final String HERE = "arn:aws:sagemaker:us-east-1:111122223333:endpoint/llm";
    private static final String THERE = "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/llm";

    private static Map<String, Object> grant(String endpoint, Object... members) {
        var grant = new LinkedHashMap<String, Object>(Map.of("endpoint", endpoint, "actions", List.of("invoke")));
        for (var i = 0; i < members.length; i += 2) {
            grant.put((String) members[i], members[i + 1]);
        }
        return grant;
    }

    private static Map<String, Object> shadow(String endpoint) {
        return grant(endpoint, "effect", "deny", "enforce", "shadow");
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private static Decision decide(Map<String, Object>... grants) throws PolicySyntaxException {
        var role = PolicyReader.role("r", new PolicyNode(new ArrayList<>(List.of(grants)), "r"));
        var question = new Question(
                new ApiClient("c", "k"),
                Action.INVOKE,
                Target.ofEndpoint("llm"),
                new Facts("192.0.2.1", 2, Optional.empty()),
                Instant.EPOCH);
        return DecisionPoint.decide(question, List.of(new Assignment(role, "m", Optional.empty())), 1);
    }

    private static List<String> rules(Decision decision) {
        return ((Decision.Permit) decision)
                .shadowed().stream().map(Shadowed::rule).toList();
    }

    @Test
    void itForbidsNothingAndIsTold() throws PolicySyntaxException {
        assertThat(rules(decide(shadow("llm"), grant("llm"), shadow("llm")))).containsExactly("r/0", "r/2");
        assertThat(rules(decide(grant("llm"), shadow("other")))).isEmpty();
        assertThat(decide(shadow("llm"))).as("it allows nothing either").isInstanceOf(Decision.Deny.class);
    }

    @Test
    void itMovesNoTargetToAnotherPlace() throws PolicySyntaxException {
        assertThat(((Decision.Permit) decide(grant(HERE), shadow("llm")))
                        .target()
                        .endpoint())
                .isEqualTo(HERE);
        assertThat(((Decision.Permit) decide(grant(HERE), shadow(THERE)))
                        .target()
                        .endpoint())
                .isEqualTo(HERE);
        assertThat(rules(decide(grant(HERE), shadow("llm"))))
                .as("its name covers the place")
                .containsExactly("r/1");
    }

    @Test
    void onlyADenyHasAShadowAndItsFormIsExact() {
        assertThatThrownBy(() -> decide(grant("llm", "enforce", "shadow"))).hasMessageContaining("not on a grant");
        for (var wrong :
                List.<Object>of("off", "Shadow", true, Map.of(), Map.of("shadow", false), Map.of("shadow", "yes"))) {
            assertThatThrownBy(() -> decide(grant("llm", "effect", "deny", "enforce", wrong)))
                    .as(wrong.toString())
                    .isInstanceOf(PolicySyntaxException.class);
        }
        assertThatThrownBy(() -> decide(
                        grant("llm", "effect", "deny", "enforce", Map.of("shadow", true, "review", "31.1.2027"))))
                .hasMessageContaining("is not a day");
    }
}
