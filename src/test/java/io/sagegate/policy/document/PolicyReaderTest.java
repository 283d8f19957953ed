package io.sagegate.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.policy.Role;
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::111122223333:user/ada",
                "arn:aws:iam::11112222333:role/R",
                "arn:aws:sts::111122223333:assumed-role/R/s",
                "arn:aws:iam::111122223333:role/",
                "role/R"
            })
    void aRoleToAssumeIsARole(String arn) {
        assertThatThrownBy(() -> role(Map.of("endpoint", "llm", "actions", invoke(), "assumeRole", arn)))
                .isInstanceOf(PolicySyntaxException.class);
    }

    @Test
    void aRoleToAssumeIsKept() throws PolicySyntaxException {
        var arn = "arn:aws:iam::111122223333:role/path/R";
        var grant = role(Map.of("endpoint", "llm", "actions", invoke(), "assumeRole", arn))
                .grants()
                .getFirst();
        assertThat(grant.assumeRole()).contains(arn);
        assertThat(grant.role()).isEqualTo("r");
    }

    private static Map<String, Object> issuer(String name, String address) {
        return Map.of("name", name, "issuer", address, "audiences", List.of("a"));
    }

    @Test
    void issuersAreKeptAndHaveNamesAndAddressesOfTheirOwn() throws PolicySyntaxException {
        var both = List.of(issuer("x", "https://x"), issuer("y", "https://y"));
        assertThat(PolicyReader.issuers(new PolicyNode(both, "issuers"))).hasSize(2);
        for (var other : List.of(issuer("x", "https://y"), issuer("y", "https://x"))) {
            var list = List.of(issuer("x", "https://x"), other);
            assertThatThrownBy(() -> PolicyReader.issuers(new PolicyNode(list, "issuers")))
                    .hasMessageContaining("already");
        }
    }

    @Test
    void flagsAndNumbersOfAnotherTypeAreRefused() throws PolicySyntaxException {
        var node = new PolicyNode(Map.of("yes", true, "no", false, "text", "true", "n", 3L), "");
        assertThat(node.member("yes").flag(false)).isTrue();
        assertThat(node.member("no").flag(true)).isFalse();
        assertThat(node.member("absent").flag(true)).isTrue();
        assertThat(node.member("absent").flag(false)).isFalse();
        assertThatThrownBy(() -> node.member("text").flag(false)).hasMessageContaining("true or false");
        assertThat(node.member("n").whole(1, 3, 3)).isEqualTo(3);
        assertThat(node.member("absent").whole(7, 0, 9)).isEqualTo(7);
        assertThatThrownBy(() -> node.member("n").whole(1, 4, 9)).hasMessageContaining("from 4 to 9");
        assertThatThrownBy(() -> node.member("n").whole(1, 0, 2)).hasMessageContaining("from 0 to 2");
        assertThat(new PolicyNode("x".repeat(2_048), "").text()).hasSize(2_048);
        assertThatThrownBy(() -> new PolicyNode("x".repeat(2_049), "").text()).hasMessageContaining("2,048");
    }

    @Test
    void anAssumedRoleIsOfTheAccountOfAnEndpointThatIsNamedWhole() throws PolicySyntaxException {
        var endpoint = "arn:aws:sagemaker:eu-west-1:444455556666:endpoint/llm";
        var grant = new java.util.HashMap<String, Object>(Map.of("endpoint", endpoint, "actions", invoke()));
        grant.put("assumeRole", "arn:aws:iam::444455556666:role/Invoker");
        assertThat(role(grant).grants().getFirst().endpoint()).isEqualTo(endpoint);
        grant.put("assumeRole", "arn:aws:iam::111122223333:role/Invoker");
        assertThatThrownBy(() -> role(grant)).hasMessageContaining("another account than the endpoint");
    }
}
