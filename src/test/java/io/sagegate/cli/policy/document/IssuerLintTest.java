package io.sagegate.cli.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.console.Finding;
import io.sagegate.cli.console.InvalidPolicyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IssuerLintTest {
    private static final String ENTRA = """
            issuers:
              - name: entra
                preset: entra
                tenant: 11111111-2222-3333-4444-555555555555
                audiences: [%s]
            roles: {r: [{endpoint: e, actions: [invoke]}]}
            bindings: [{role: r, members: ['entra:group:a']}]
            """;
    private static final String CLIENT = "99999999-8888-7777-6666-555555555555";

    private static List<Finding> findings(String yaml) throws InvalidPolicyException {
        return PolicyCompiler.compile(PolicyDocument.parse("p", yaml)).findings();
    }

    private static String issuer(String more) {
        return """
                issuers:
                  - {name: okta, issuer: 'https://acme.okta.com', audiences: [a]%s}
                roles: {r: [{endpoint: e, actions: [invoke]}, {endpoint: f, actions: [invoke], effect: deny}]}
                bindings: [{role: r, members: ['okta:%s']}]
                """.formatted(more, "sub:a");
    }

    @Test
    void anEntraAudienceThatCanNeverMatchIsToldAtItsPlace() throws InvalidPolicyException {
        var alone = findings(ENTRA.formatted("'api://sagegate'"));
        assertThat(alone).singleElement().satisfies(finding -> {
            assertThat(finding.isError()).isTrue();
            assertThat(finding.text()).contains("p:5:17:").contains("issuers[0].audiences[0]: never matches");
        });
        assertThat(findings(ENTRA.formatted(CLIENT))).isEmpty();
        assertThat(findings(ENTRA.formatted(CLIENT + ", 'api://sagegate'")))
                .as("the other audience still lets tokens in")
                .singleElement()
                .satisfies(finding -> assertThat(finding.isError()).isFalse());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "azp: true | any text; for any text write {any: text}",
                "azp: {any: text} | ",
                "email_verified: true | ",
                "isMember: true | ",
                "azp: false | ",
                "azp: 'true' | "
            })
    void aDocumentFromBeforeIsToldThatTrueMeansTrue(String claim, String told) throws InvalidPolicyException {
        var text = findings(issuer(", requiredClaims: {" + claim + "}")).stream()
                .map(Finding::text)
                .collect(Collectors.joining());
        if (told == null) {
            assertThat(text).isEmpty();
        } else {
            assertThat(text).contains("warning: issuers[0].requiredClaims.azp").contains(told);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"azp: [a]", "azp: {any: number}", "azp: {any: text, more: 1}", "azp: .nan", "azp: null", "azp: ''"
            })
    void otherValuesOfRequiredClaimsAreRefused(String claim) throws InvalidPolicyException {
        assertThat(findings(issuer(", requiredClaims: {" + claim + "}")))
                .anySatisfy(finding -> assertThat(finding.isError()).isTrue());
    }

    @Test
    void aDenyThatHangsOnAGroupIsToldWhereTheGroupsMayBeLeftAway() throws InvalidPolicyException {
        var escaped = issuer("").replace("okta:sub:a", "okta:group:interns");
        assertThat(findings(escaped))
                .singleElement()
                .satisfies(finding -> assertThat(finding.text())
                        .contains("warning: bindings[0].members[0]")
                        .contains("groupsRequired: true"));
        assertThat(findings(issuer(", groupsRequired: true").replace("okta:sub:a", "okta:group:interns")))
                .isEmpty();
        assertThat(findings(issuer(""))).as("a subject cannot be left away").isEmpty();
        assertThat(findings(escaped.replace(", {endpoint: f, actions: [invoke], effect: deny}", "")))
                .as("nothing is denied")
                .isEmpty();
    }

    @Test
    void oneTypingErrorOfAnIssuerIsOneFinding() throws InvalidPolicyException {
        var members =
                IntStream.range(0, 5_000).mapToObj(i -> "okta:group:g" + i).collect(Collectors.joining(", ", "[", "]"));
        var policy = issuer("").replace("['okta:sub:a']", members).replace(", effect: deny", "");
        assertThat(findings(policy)).isEmpty();
        assertThat(findings(policy.replace("audiences", "audience")))
                .extracting(Finding::text)
                .as("a member that nobody knows, and one that is missing")
                .hasSize(2);
        assertThat(findings(policy.replace("name: okta", "name: okat")))
                .filteredOn(Finding::isError)
                .singleElement()
                .satisfies(finding -> assertThat(finding.text())
                        .contains("there is no issuer \"okta\"")
                        .contains("4999 more")
                        .contains("did you mean \"okat\"?"));
    }

    @Test
    void everyDocumentedIssuerIsAcceptedAsItStands() throws IOException, InvalidPolicyException {
        var blocks = Pattern.compile("(?ms)^```yaml\n(issuers:.*?)^```")
                .matcher(Files.readString(Path.of("docs", "identity.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).hasSizeGreaterThan(2);
        for (var block : blocks) {
            assertThat(findings(block))
                    .as(block)
                    .extracting(Finding::text)
                    .allMatch(text -> text.contains("no binding names anybody"));
        }
    }
}
