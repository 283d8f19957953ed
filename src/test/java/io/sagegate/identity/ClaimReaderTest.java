package io.sagegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.identity.ClaimRules.GroupsFormat;
import java.math.BigDecimal;
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
        return rules(List.of(path), spaced ? GroupsFormat.SCOPE : GroupsFormat.LIST, false, Map.of());
    }

    private static ClaimRules rules(
            List<String> path, GroupsFormat format, boolean required, Map<String, RequiredClaim> claims) {
        return new ClaimRules("aud", List.of("sub"), path, format, required, claims);
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
        var rules = required("azp", new RequiredClaim.AnyText());
        var claims = TestIssuer.claims();
        assertThat(ISSUER.user(TestIssuer.json(claims), rules)).isEmpty();
        for (var unfit : List.of("\"\"", "7", "null", "[\"app\"]")) {
            claims.put("azp", unfit);
            assertThat(ISSUER.user(TestIssuer.json(claims), rules)).as(unfit).isEmpty();
        }
        claims.put("azp", "\"app\"");
        assertThat(ISSUER.user(TestIssuer.json(claims), rules)).isPresent();
    }

    private static ClaimRules required(String name, RequiredClaim claim) {
        return rules(List.of("groups"), GroupsFormat.LIST, false, Map.of(name, claim));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | true",
                "\"true\" | false",
                "\"false\" | false",
                "false | false",
                "1 | false",
                "null | false",
                "[true] | false"
            })
    void aRequiredTrueIsTheJsonValueAndNoText(String value, boolean accepted) {
        var rules = required("email_verified", new RequiredClaim.Flag(true));
        assertThat(ISSUER.user(TestIssuer.with("email_verified", value), rules).isPresent())
                .isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"2 | true", "2.0 | true", "2e0 | true", "\"2\" | false", "3 | false", "true | false", "[2] | false"
            })
    void aRequiredNumberIsANumberHoweverItIsWritten(String value, boolean accepted) {
        var rules = required("level", new RequiredClaim.Numeric(new BigDecimal("2.00")));
        assertThat(ISSUER.user(TestIssuer.with("level", value), rules).isPresent())
                .isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"2\" | true", "2 | false", "\"2 \" | false", "[\"2\"] | false"})
    void aRequiredTextIsATextAndNoNumber(String value, boolean accepted) {
        var rules = required("ver", new RequiredClaim.Text("2"));
        assertThat(ISSUER.user(TestIssuer.with("ver", value), rules).isPresent())
                .isEqualTo(accepted);
    }

    @Test
    void anIssuerThatRequiresGroupsRefusesATokenWithoutTheClaim() {
        var strict = rules(List.of("realm", "roles"), GroupsFormat.LIST, true, Map.of());
        assertThat(ISSUER.user(TestIssuer.with("realm", "{\"roles\":[\"a\"]}"), strict))
                .isPresent();
        assertThat(ISSUER.user(TestIssuer.with("realm", "{\"roles\":[]}"), strict))
                .as("the issuer says that there is no group")
                .isPresent();
        for (var left : List.of("{}", "{\"roles\":null}", "null", "[]")) {
            assertThat(ISSUER.user(TestIssuer.with("realm", left), strict))
                    .as(left)
                    .isEmpty();
        }
        assertThat(ISSUER.user(TestIssuer.json(TestIssuer.claims()), strict)).isEmpty();
    }

    @Test
    void membersOfAnObjectAreGroupsWhereTheIssuerSaysSo() {
        var name = "urn:zitadel:iam:org:project:roles";
        var members = rules(List.of(name), GroupsFormat.MEMBERS, false, Map.of());
        assertThat(read(name, "{\"reader\":{\"1\":\"acme\"},\"admin\":{}}", members))
                .containsExactlyInAnyOrder("reader", "admin");
        assertThat(read(name, "{}", members)).isEmpty();
        for (var unfit : List.of("[\"reader\"]", "\"reader\"", "{\"reader\":false}", "{\"reader\":null}", "7")) {
            assertThat(ISSUER.user(TestIssuer.with(name, unfit), members))
                    .as(unfit)
                    .isEmpty();
        }
    }

    @Test
    void theSubjectComesFromTheConfiguredClaim() {
        var rules = new ClaimRules(
                "aud",
                List.of("oid"),
                List.of("groups"),
                GroupsFormat.LIST,
                false,
                Map.of("tid", new RequiredClaim.Text("t1")));
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
