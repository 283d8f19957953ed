package io.sagegate.cli.policy.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Policies that are narrower than another, case by case.
final class NarrowingTest {
    private static final Instant NOW = Instant.parse("2026-11-27T16:00:00Z");
    private static final String ISSUERS =
            "issuers:\n  - {name: okta, issuer: \"https://acme.okta.com\", audiences: [api]}\n";

    private static final String RULES = """
            filters:
              mails: [{mask: [email]}]
            guards:
              short: {maxPromptCharacters: 9}
              long: {maxPromptCharacters: 10}
            """;

    private static CompiledPolicy policy(String text) throws Exception {
        return PolicyCompiler.compile(PolicyDocument.parse("policy.yaml", text)).sound();
    }

    /// One role for each grant, bound to the member that stands before it.
    private static String roles(String... membersAndGrants) {
        var roles = new StringBuilder(ISSUERS).append("roles:\n");
        var bindings = new StringBuilder("bindings:\n");
        for (var i = 0; i < membersAndGrants.length; i += 2) {
            roles.append("  r").append(i).append(":\n    - {endpoint: llm, actions: [invoke], ");
            roles.append(membersAndGrants[i + 1]).append("}\n");
            bindings.append("  - {role: r").append(i).append(", members: [\"").append(membersAndGrants[i]);
            bindings.append("\"]}\n");
        }
        return roles.append(bindings).append(RULES).toString();
    }

    private static Proof narrows(String before, String after) throws Exception {
        return Policies.of(policy(before), policy(after), NOW).narrows();
    }

    private static Proof.Fails fails(String before, String after) throws Exception {
        return (Proof.Fails) narrows(before, after);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "variants: [a, b] | variants: [a, b, c]",
                "when: {maxRequestBytes: 10} | when: {maxRequestBytes: 11}",
                "when: {sources: [10.0.0.0/16]} | when: {sources: [10.0.0.0/15]}",
                "when: {sources: ['2001:db8::/48']} | when: {sources: ['2001:db8::/47']}",
                "when: {contentTypes: [text/csv]} | when: {contentTypes: [text/csv, text/plain]}",
                "when: {contentTypes: [text/csv]} | customAttributes: false",
                "when: {claims: [{claim: c, equals: 1}]} | when: {claims: [{claim: c, oneOf: [1, '1']}]}",
                "when: {hours: {from: '08:00', to: '17:00', zone: UTC}} | when: {hours: {from: '08:00', to: '17:01', zone: UTC}}",
                "when: {hours: {from: '08:00', to: '17:00', zone: Europe/Vienna}} | when: {hours: {from: '07:00', to: '16:00', zone: Europe/London}}",
                "expires: 2027-01-01T00:00:00Z | expires: 2027-01-01T00:00:01Z",
                "limits: [9 requests per minute] | limits: [8 requests per minute]",
                "limits: [9 requests per minute] | customAttributes: false",
                "filter: mails | customAttributes: false",
                "guard: short | guard: long",
                "customAttributes: false | customAttributes: true",
                "errors: hide | errors: pass"
            })
    void whatIsWiderOrLooserIsNoNarrowing(String before, String after) throws Exception {
        // The two zones of the windows change to summer time at the same instant, so these are one window.
        var same = before.contains("Vienna");
        var old = roles("okta:group:g", before);
        var proof = narrows(old, roles("okta:group:g", after));
        if (same) {
            assertThat(proof).isInstanceOf(Proof.Holds.class);
        } else {
            assertThat(proof).isInstanceOf(Proof.Fails.class);
        }
        assertThat(narrows(old, old)).isInstanceOf(Proof.Holds.class);
    }

    @Test
    void zonesThatPartInSummerAreSeenInWinter() throws Exception {
        var phoenix = roles("key:k", "when: {hours: {from: '08:00', to: '17:00', zone: America/Phoenix}}");
        var denver = roles("key:k", "when: {hours: {from: '08:00', to: '17:00', zone: America/Denver}}");
        assertThat(fails(phoenix, denver).example().question().now()).isAfter(Instant.parse("2027-03-14T00:00:00Z"));
    }

    @Test
    void aDenialThatIsGoneTakesACallerWithBothNames() throws Exception {
        var old = roles("okta:group:g", "customAttributes: false", "okta:group:h", "effect: deny");
        var proof = fails(old, roles("okta:group:g", "customAttributes: false"));
        assertThat(proof.example().command(Optional.empty()))
                .contains("--as okta:group:h --group g")
                .doesNotContain("-f ");
    }

    @Test
    void aFilterThatOneOfTwoRolesLosesTakesACallerWithBoth() throws Exception {
        var old = roles("okta:group:g", "filter: mails", "okta:group:h", "errors: hide");
        assertThat(fails(old, roles("okta:group:h", "errors: hide")).why()).contains("filter");
    }

    @Test
    void aFilterIsWhatItSaysAndNotItsName() throws Exception {
        var old = roles("okta:group:g", "filter: mails");
        assertThat(fails(old, old.replace("[email]", "[iban]")).why()).contains("filter");
        assertThat(narrows(old, old.replace("mails", "letters"))).isInstanceOf(Proof.Holds.class);
    }

    @Test
    void lessAccessAndMoreLimitsAreNarrower() throws Exception {
        var old = roles("okta:group:g", "variants: [a, b]", "okta:sub:s", "variants: [a]");
        var narrow = roles("okta:group:g", "variants: [a], limits: [9 requests per minute], filter: mails");
        assertThat(narrows(old, narrow)).isInstanceOf(Proof.Holds.class);
        assertThat(Policies.of(policy(old), policy(narrow), NOW).isEquivalent()).isInstanceOf(Proof.Fails.class);
    }

    @Test
    void namesAndOrderAreNoDifference() throws Exception {
        var old = roles("okta:group:g", "variants: [a]", "okta:group:h", "variants: [b]");
        var other = roles("okta:group:h", "variants: [b]", "okta:group:g", "variants: [a]")
                .replace("r0", "zero");
        assertThat(Policies.of(policy(old), policy(other), NOW).isEquivalent()).isInstanceOf(Proof.Holds.class);
    }

    @Test
    void aTokenHasTheClaimsThatItsIssuerRequires() throws Exception {
        var required = "audiences: [api], requiredClaims: {level: high}";
        var old = roles("okta:group:g", "when: {claims: [{claim: level, equals: high}]}")
                .replace("audiences: [api]", required);
        var any = roles("okta:group:g", "customAttributes: false").replace("audiences: [api]", required);
        assertThat(narrows(old, any)).isInstanceOf(Proof.Holds.class);
    }

    @Test
    void whatCannotBeToldIsNamed() throws Exception {
        var old = roles("okta:group:g", "variants: [a]");
        var moved = old.replace("acme.okta", "acne.okta");
        assertThat(narrows(old, moved))
                .isEqualTo(
                        new Proof.Unknown("the issuer okta is not the same in both: its members may be other people"));
        var bound =
                old.replace("members: [\"okta:group:g\"]", "members: [\"okta:group:g\"], limits: [9 requests per day]");
        assertThat(((Proof.Unknown) narrows(bound, bound.replace("[a]", "[a], limits: [9 requests per day]"))).why())
                .contains("has limits of its own");
        var many = new StringBuilder("when: {claims: [");
        for (var i = 0; i < 14; i++) {
            many.append("{claim: c").append(i).append(", equals: x}, ");
        }
        assertThat(((Proof.Unknown) narrows(old, roles("okta:group:g", many + "]}"))).why())
                .contains("claims");
    }

    @Test
    void anIssuerThatIsNewLetsStrangersIn() throws Exception {
        var grant = roles("key:k", "variants: [a]");
        var more = grant.replace(
                        "issuers:", "issuers:\n  - {name: other, issuer: \"https://other.example\", audiences: [api]}")
                .replace("[\"key:k\"]", "[\"key:k\", \"other:group:g\"]");
        assertThat(fails(grant, more).example().who().members()).isEqualTo(List.of("other:group:g"));
    }
}
