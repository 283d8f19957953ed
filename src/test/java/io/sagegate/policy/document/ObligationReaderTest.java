package io.sagegate.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ObligationReaderTest {
    static Stream<Map<String, Object>> wrongRules() {
        return Stream.of(
                Map.of("mask", List.of("cards")),
                Map.of("mask", List.of()),
                Map.of("mask", List.of("card"), "with", "a\"b"),
                Map.of("pattern", "(?=a)b"),
                Map.of("pattern", "a*"),
                Map.of("pattern", "(a)\\1"),
                Map.of("pattern", "a", "maxLength", 100_000L),
                Map.of("drop", List.of("debug")),
                Map.of("drop", List.of("$")),
                Map.of("drop", List.of("$.a[1:2]")),
                Map.of("keep", "$.a", "drop", "$.b"),
                Map.of("contentTypes", List.of("*/*")),
                Map.of("maxBytes", 0L),
                Map.of("unknown", true));
    }

    @ParameterizedTest
    @MethodSource("wrongRules")
    void aRuleThatIsNotUnderstoodIsRefused(Map<String, Object> rule) {
        assertThatThrownBy(() -> ObligationReader.filter("f", new PolicyNode(List.of(rule), "filters.f")))
                .isInstanceOfSatisfying(
                        PolicySyntaxException.class, e -> assertThat(e.path()).startsWith("filters.f[0]"));
    }

    @Test
    void aGrantCannotNameAFilterThatIsNotThere() {
        var errors = new ArrayList<String>();
        var document = new PolicyNode(
                Map.of("roles", Map.of("r", List.of(Map.of("endpoint", "llm", "filter", "nothing")))), "");
        ObligationSections.expand(document, e -> errors.add(e.path()));
        assertThat(errors).containsExactly("roles.r[0].filter");
    }

    @Test
    void asynchronousAnswersMayBeFilteredSinceTheyComeThroughTheGateway() throws PolicySyntaxException {
        var grant = Map.of(
                "endpoint",
                "llm",
                "actions",
                List.of("invoke-async"),
                "filter",
                Map.of("name", "f", "rules", List.of(Map.of("maxBytes", 5L))));
        var read = PolicyReader.role("r", new PolicyNode(List.of(grant), "roles.r"));
        assertThat(read.grants().getFirst().obligations().response().maxBytes()).isEqualTo(5);
    }

    static Stream<Map<String, Object>> wrongModels() {
        return Stream.of(
                Map.of("endpoint", "llm*"),
                Map.of("component", "x"),
                Map.of("endpoint", "llm", "routes", List.of()),
                Map.of("routes", List.of(Map.of("endpoint", "llm", "weight", 0L))),
                Map.of("routes", List.of(Map.of("endpoint", "llm", "wieght", 1L))),
                Map.of("endpoint", "llm", "fallbacks", List.of(Map.of("endpoint", "b", "weight", 1L))),
                Map.of("endpoint", "llm", "operations", List.of("images")));
    }

    @ParameterizedTest
    @MethodSource("wrongModels")
    void aModelThatIsNotUnderstoodIsRefused(Map<String, Object> model) {
        assertThatThrownBy(() -> ModelReader.models(new PolicyNode(Map.of("m", model), "models")))
                .isInstanceOf(PolicySyntaxException.class);
    }
}
