package io.sagegate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyReaderTest {
    private static Role role(Map<String, Object> grant) throws PolicySyntaxException {
        return PolicyReader.role("r", new PolicyNode(List.of(grant), "roles.r"));
    }

    private static List<String> invoke() {
        return List.of("invoke");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "llm*", "l?m", "**"})
    void wildcardsAreRefusedWhereverTheyStand(String name) {
        assertThatThrownBy(() -> role(Map.of("endpoint", name, "actions", invoke())))
                .hasMessageContaining("wildcard");
        for (var part : List.of("variants", "components", "targetModels", "containers")) {
            assertThatThrownBy(() -> role(Map.of("endpoint", "llm", "actions", invoke(), part, List.of(name))))
                    .hasMessageContaining("wildcard");
        }
        assertThatThrownBy(() -> role(Map.of("endpoint", "llm", "actions", List.of(name))))
                .hasMessageContaining("wildcard");
        assertThatThrownBy(() -> PolicyReader.issuers(new PolicyNode(
                        List.of(Map.of("name", "x", "issuer", "https://x", "audiences", List.of(name))), "issuers")))
                .hasMessageContaining("wildcard");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+10000-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "+999999999-12-31T23:59:59-18:00"})
    void aGrantExpiresWithinTheCalendar(String instant) {
        assertThatThrownBy(() -> role(Map.of("endpoint", "llm", "actions", invoke(), "expires", instant)))
                .hasMessageContaining("between 1970 and 9999");
    }

    @Test
    void errorsSayWhere() {
        assertThatThrownBy(() -> role(Map.of("endpoint", "llm", "actions", List.of("invoke", "destroy"))))
                .isInstanceOfSatisfying(
                        PolicySyntaxException.class, e -> assertThat(e.path()).isEqualTo("roles.r[0].actions[1]"));
    }

    @Test
    void aMisspeltRestrictionIsRefusedNotIgnored() {
        assertThatThrownBy(() -> role(Map.of("endpoint", "llm", "actions", invoke(), "varaints", List.of("blue"))))
                .hasMessageContaining("varaints");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-llm", "llm-", "l_m", "a/b", "..", "", " llm", "llm\n"})
    void endpointNamesFollowSageMakersPattern(String name) {
        assertThatThrownBy(() -> role(Map.of("endpoint", name, "actions", invoke())))
                .isInstanceOf(PolicySyntaxException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "HS512", "rs256", "RS1"})
    void requirement2OnlyAsymmetricAlgorithmsCanBeConfigured(String algorithm) {
        assertThatThrownBy(() -> PolicyReader.issuers(new PolicyNode(
                        List.of(Map.of(
                                "name",
                                "x",
                                "issuer",
                                "https://x",
                                "audiences",
                                List.of("a"),
                                "algorithms",
                                List.of(algorithm))),
                        "issuers")))
                .isInstanceOf(PolicySyntaxException.class);
    }

    @Test
    void anIssuerNeedsAnAudience() {
        assertThatThrownBy(() -> PolicyReader.issuers(
                        new PolicyNode(List.of(Map.of("name", "x", "issuer", "https://x")), "issuers")))
                .isInstanceOf(PolicySyntaxException.class);
    }
}
