package io.sagegate.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ModelCountingTest {
    private static final Map<String, Object> OWN = Map.of("mediaTokens", 300L);

    private final List<PolicySyntaxException> problems = new ArrayList<>();

    private Object counting(Map<String, ?> models, Map<String, ?> grant) throws PolicySyntaxException {
        var document = Map.of("models", models, "roles", Map.of("r", List.of(grant)));
        var expanded = ModelCounting.expand(new PolicyNode(document, ""), problems::add);
        var read = expanded.member("roles").member("r").list().getFirst().member("counting");
        return read.isAbsent() ? Map.of() : read.map();
    }

    @Test
    void whatAModelSaysHoldsForTheGrantsThatReachIt() throws PolicySyntaxException {
        var models = Map.of("eyes", Map.of("endpoint", "llm", "component", "vision", "counting", OWN));
        assertThat(counting(models, Map.of("endpoint", "llm", "components", List.of("vision"))))
                .isEqualTo(OWN);
        assertThat(counting(models, Map.of("endpoint", "llm", "components", List.of("text"))))
                .isEqualTo(Map.of());
        assertThat(counting(models, Map.of("endpoint", "llm"))).isEqualTo(Map.of());
        assertThat(counting(models, Map.of("endpoint", "other", "components", List.of("vision"))))
                .isEqualTo(Map.of());
        assertThat(problems).isEmpty();
    }

    @Test
    void soItDoesByEveryRouteAndFallback() throws PolicySyntaxException {
        var models = Map.of(
                "eyes",
                Map.of(
                        "routes",
                        List.of(Map.of("endpoint", "a")),
                        "fallbacks",
                        List.of(Map.of("endpoint", "b")),
                        "counting",
                        OWN));
        for (var endpoint : List.of("a", "b")) {
            assertThat(counting(models, Map.of("endpoint", endpoint))).isEqualTo(OWN);
        }
    }

    @Test
    void whatAGrantSaysItselfCounts() throws PolicySyntaxException {
        var models = Map.of("eyes", Map.of("endpoint", "llm", "counting", OWN));
        var other = Map.of("mediaTokens", 5L);
        assertThat(counting(models, Map.of("endpoint", "llm", "counting", other)))
                .isEqualTo(other);
        assertThat(counting(models, Map.of("endpoint", "llm", "effect", "deny")))
                .isEqualTo(Map.of());
    }

    @Test
    void aGrantOfModelsThatAreCountedDifferentlyMustSayWhatCounts() throws PolicySyntaxException {
        var models = Map.of(
                "eyes", Map.of("endpoint", "llm", "component", "vision", "counting", OWN),
                "words", Map.of("endpoint", "llm", "component", "text"));
        counting(models, Map.of("endpoint", "llm", "components", List.of("vision", "text")));
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst()).hasMessageContaining("eyes, words");
        assertThat(problems.getFirst().path()).isEqualTo("roles.r[0]");
    }
}
