package io.sagegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClaimReaderTest {
    private static final TestIssuer ISSUER = TestIssuer.signing("ES256");

    private static ClaimRules groups(boolean spaced, String... path) {
        return new ClaimRules("aud", List.of("sub"), List.of(path), spaced, Map.of());
    }

    private static List<String> read(String name, String value, ClaimRules rules) {
        return ISSUER.user(TestIssuer.with(name, value), rules).orElseThrow().groups();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "groups | [\"a\",\"b\"]",
                "scp | [\"a\",\"b\"]",
                "cognito:groups | [\"a\",\"b\"]",
                "https://acme.com/roles | [\"a\",\"b\",\"a\",\"\"]"
            })
    void requirement12GroupsComeFromTheConfiguredClaim(String name, String value) {
        assertThat(read(name, value, groups(false, name))).containsExactly("a", "b");
    }

    @Test
    void requirement12NestedClaimsAreReadByTheirPath() {
        var keycloak = groups(false, "realm_access", "roles");
        assertThat(read("realm_access", "{\"roles\":[\"a\"]}", keycloak)).containsExactly("a");
        assertThat(read("realm_access.roles", "[\"a\"]", keycloak)).isEmpty();
        assertThat(read("realm_access", "[\"a\"]", keycloak)).isEmpty();
        assertThat(read("roles", "[\"a\"]", keycloak)).isEmpty();
    }

    @Test
    void requirement12AStringIsOneNameUnlessItIsAScope() {
        assertThat(read("scope", "\"a b\"", groups(false, "scope"))).containsExactly("a b");
        assertThat(read("scope", "\"a  b a \"", groups(true, "scope"))).containsExactly("a", "b");
        assertThat(read("scope", "\"\"", groups(true, "scope"))).isEmpty();
        assertThat(read("scope", "[\"a b\"]", groups(true, "scope"))).containsExactly("a b");
    }

    @Test
    void requirement12NamesAreNeitherFoldedNorWidened() {
        var user = ISSUER.user(TestIssuer.with("groups", "[\"Clinicians\",\"*\",\"clinicians \"]"), TestIssuer.CLAIMS)
                .orElseThrow();
        assertThat(user.members())
                .containsExactly("okta:sub:alice", "okta:group:Clinicians", "okta:group:*", "okta:group:clinicians ");
    }

    @Test
    void requirement12NoOtherClaimStandsInForTheConfiguredOne() {
        var claims = TestIssuer.claims();
        claims.remove("groups");
        claims.put("roles", "[\"admins\"]");
        claims.put("Groups", "[\"admins\"]");
        claims.put("scope", "\"admins\"");
        assertThat(ISSUER.user(TestIssuer.json(claims), TestIssuer.CLAIMS)
                        .orElseThrow()
                        .groups())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "groups | 7",
                "groups | true",
                "groups | {\"a\":true}",
                "groups | [\"a\",1]",
                "groups | [\"a\",null]",
                "groups | [[\"a\"]]",
                "groups | [\"a\\nb\"]",
                "_claim_names | {\"groups\":\"src1\"}"
            })
    void requirement12GroupsThatCannotBeReadWholeRefuseTheToken(String name, String value) {
        assertThat(ISSUER.verify(ISSUER.key.sign(TestIssuer.with(name, value)))).isEqualTo("unusable_claim");
    }

    @Test
    void requirement12GroupsThatAreOnlySaidToExistRefuseTheToken() {
        var claims = TestIssuer.claims();
        claims.put("hasgroups", "true");
        assertThat(ISSUER.verify(ISSUER.key.sign(TestIssuer.json(claims)))).isEqualTo("ok");
        claims.remove("groups");
        assertThat(ISSUER.verify(ISSUER.key.sign(TestIssuer.json(claims)))).isEqualTo("unusable_claim");
        claims.put("hasgroups", "false");
        assertThat(ISSUER.verify(ISSUER.key.sign(TestIssuer.json(claims)))).isEqualTo("ok");
    }

    @Test
    void aTokenThatIsBoundToAKeyIsNoBearerToken() {
        var token =
                ISSUER.key.sign(TestIssuer.with("cnf", "{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}"));
        assertThat(ISSUER.verify(token)).isEqualTo("unsupported_token");
    }

    @Test
    void groupsAreBounded() {
        for (var entry : Map.of(512, "ok", 513, "unusable_claim").entrySet()) {
            var names = IntStream.range(0, entry.getKey()).mapToObj(i -> "\"g" + i + "\"");
            var value = names.collect(Collectors.joining(",", "[", "]"));
            assertThat(ISSUER.verify(ISSUER.key.sign(TestIssuer.with("groups", value))))
                    .isEqualTo(entry.getValue());
        }
        assertThat(ISSUER.verify(ISSUER.key.sign(TestIssuer.with("groups", "[\"" + "x".repeat(513) + "\"]"))))
                .isEqualTo("unusable_claim");
    }

    @Test
    void aRequiredClaimMayHaveAnyTextButMustHaveOne() {
        var rules = new ClaimRules("aud", List.of("sub"), List.of("groups"), false, Map.of("azp", ClaimRules.ANY_TEXT));
        var claims = TestIssuer.claims();
        assertThat(ISSUER.user(TestIssuer.json(claims), rules)).isEmpty();
        for (var unfit : List.of("\"\"", "7", "null", "[\"app\"]")) {
            claims.put("azp", unfit);
            assertThat(ISSUER.user(TestIssuer.json(claims), rules)).as(unfit).isEmpty();
        }
        claims.put("azp", "\"app\"");
        assertThat(ISSUER.user(TestIssuer.json(claims), rules)).isPresent();
    }

    @Test
    void theSubjectComesFromTheConfiguredClaim() {
        var rules = new ClaimRules("aud", List.of("oid"), List.of("groups"), false, Map.of("tid", "t1"));
        var claims = TestIssuer.claims();
        claims.put("oid", "\"0000-1\"");
        assertThat(ISSUER.user(TestIssuer.json(claims), rules))
                .as("tid is required")
                .isEmpty();
        claims.put("tid", "\"t1\"");
        assertThat(ISSUER.user(TestIssuer.json(claims), rules).orElseThrow().subject())
                .isEqualTo("0000-1");
        claims.put("sub", "7");
        assertThat(ISSUER.user(TestIssuer.json(claims), rules))
                .as("sub is a string even so")
                .isEmpty();
    }
}
