package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.console.Exit;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class PolicyCheckTest {
    private static final String SOUND = """
            issuers:
              - name: okta
                issuer: https://acme.okta.com/oauth2/default
                audiences: [api://sagegate]
            roles:
              analyst:
                - endpoint: fraud-xgb
                  actions: [invoke]
            bindings:
              - role: analyst
                members: [okta:group:fraud-team]
            """;

    @TempDir
    private Path directory;

    private Cli check(String yaml, String... options) throws IOException {
        var file = Files.writeString(directory.resolve("policy.yaml"), yaml);
        var args = new java.util.ArrayList<>(java.util.List.of("policy", "check", file.toString()));
        args.addAll(java.util.List.of(options));
        return Cli.run(args.toArray(String[]::new));
    }

    @Test
    void aSoundPolicyIsSaidToBeSound() throws IOException {
        var run = check(SOUND);
        assertThat(run.out()).contains("sound: 1 issuer, 1 role, 1 grant, 1 member bound, 0 warnings");
        assertThat(run.exit()).isEqualTo(Exit.OK);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            endpoint: fraud-xgb          | endpoint: fraud-*               | :7:17: error: roles.analyst[0].endpoint: "fraud-*" has a wildcard
            actions: [invoke]            | actions: [invoke, delete]       | :8:25: error: roles.analyst[0].actions[1]: unknown action
            actions: [invoke]            | acttions: [invoke]              | unknown member "acttions"; did you mean "actions"? (known here: actions,
            role: analyst                | role: analist                   | :10:11: error: bindings[0].role: there is no role "analist"; did you mean "analyst"?
            okta:group:fraud-team        | octa:group:fraud-team           | there is no issuer "octa", so this binds nobody; did you mean "okta"?
            okta:group:fraud-team        | fraud-team                      | names nobody
            okta:group:fraud-team        | okta:fraud-team                 | write okta:group:NAME or okta:sub:NAME
            okta:group:fraud-team        | okta:group:*                    | has a wildcard
            okta:group:fraud-team        | iam:arn:aws:iam::111122223333:role/x/Y | write iam:arn:aws:iam::111122223333:role/Y
            okta:group:fraud-team        | iam:arn:aws:sts::111122223333:assumed-role/Y/z | bind the role
            audiences: [api://sagegate]  | algorithms: [RS256]             | :2:5: error: issuers[0].audiences: an issuer needs audiences
            name: okta                   | name: key                       | "key" is taken
            analyst:                     | Analyst Team:                   | is not a role name
            endpoint: fraud-xgb          | endpoint: 123                   | if 123 is meant, quote it: "123"
            endpoint: fraud-xgb          | endpoint: fräud                 | "fräud" is not an endpoint name: up to 63 of a-z
            audiences: [api://sagegate]  | algorithms: [RS257]             | issuers[0].algorithms[0]: "RS257" is none of ES256, ES384, ES512, EdDSA
            actions: [invoke]            | actions: [InvokeEndpointAsync]  | use invoke, invoke-stream or invoke-async; did you mean "invoke-async"?
            actions: [invoke]            | actions: [streaming]            | did you mean "invoke-stream"?
            actions: [invoke]            | actions: [invok]                | did you mean "invoke"?
            actions: [invoke]            | s3Inputs: [s3://in/a/*]         | "in" is not a bucket name: 3 to 63
            actions: [invoke]            | s3Inputs: ['s3://inputs/a/*']   | write "s3://inputs/a/"
            actions: [invoke]            | filter: mask-pi                 | roles.analyst[0].filter: there is no filter "mask-pi"
            """)
    void everyErrorNamesItsPlaceAndWhatToWrite(String from, String to, String message) throws IOException {
        var run = check(SOUND.replaceFirst(java.util.regex.Pattern.quote(from), to));
        assertThat(run.out()).contains(message);
        assertThat(run.exit()).isEqualTo(Exit.NO);
    }

    @Test
    void allErrorsAreToldAtOnce() throws IOException {
        var run = check(SOUND.replace("fraud-xgb", "fraud-*").replace("fraud-team", "*"));
        assertThat(run.out()).contains(":7:17:").contains(":11:15:").contains("2 errors");
    }

    @Test
    void oneErrorHidesNoOther() throws IOException {
        assertThat(check("role: {}\nbinding: []\n").out())
                .contains("unknown member \"role\"; did you mean \"roles\"?")
                .contains("unknown member \"binding\"; did you mean \"bindings\"?");
        var run = check("""
                issuers:
                  - {name: Bad Name, issuer: 7, audiences: [], algorithms: [HS256], clockSkewSeconds: 900}
                filters:
                  f: [{mask: [cards]}, {drop: [debug]}, {maxBytes: 0}, {pattern: '(?=a)'}]
                models:
                  m: {endpoint: '*', variant: 'a b', operations: [images]}
                  n: {component: c}
                roles:
                  r:
                    - endpoint: a*
                      actions: [delete, drop]
                      limits: [many, 2 cats, 5 per day]
                      when:
                        sources: [10.0.0.1/8]
                        hours: {from: '8', to: '25:00', zone: Mars, days: [mo]}
                        claims: [{claim: a}]
                        maxRequestBytes: -1
                        contentTypes: [Csv]
                bindings:
                  - {rol: r, members: ['*', '?'], expires: soon, limits: [x]}
                """);
        assertThat(run.out())
                .contains("issuers[0].name:", "issuers[0].issuer:", "issuers[0].audiences:")
                .contains("issuers[0].algorithms[0]:", "issuers[0].clockSkewSeconds:")
                .contains("filters.f[0].mask[0]:", "filters.f[1].drop[0]:", "filters.f[2].maxBytes:")
                .contains("filters.f[3].pattern:")
                .contains("models.m.endpoint:", "models.m.variant:", "models.m.operations[0]:", "models.n:")
                .contains("roles.r[0].endpoint:", "roles.r[0].actions[0]:", "roles.r[0].actions[1]:")
                .contains("roles.r[0].limits[0]:", "roles.r[0].limits[1]:", "roles.r[0].limits[2]:")
                .contains("when.sources[0]:", "when.hours.from:", "when.hours.to:", "when.hours.zone:")
                .contains("when.hours.days[0]:", "when.claims[0]:", "when.maxRequestBytes:", "when.contentTypes[0]:")
                .contains("bindings[0].rol:", "bindings[0].role:", "bindings[0].members[0]:")
                .contains("bindings[0].members[1]:", "bindings[0].expires:", "bindings[0].limits[0]:");
    }

    @Test
    void anUnknownRoleIsToldOnceForEachBinding() throws IOException {
        var run = check(SOUND.replace("role: analyst", "role: analist")
                .replace("okta:group:fraud-team", "okta:group:a, okta:group:b, okta:group:c"));
        assertThat(run.out()).containsOnlyOnce("there is no role").contains("1 error, 1 warning");
    }

    @Test
    void whatIsNamedByNothingLeadsNowhereOrHasEndedIsWarnedOf() throws IOException {
        var run = check("""
                issuers:
                  - {name: plain, issuer: 'http://idp.example.com', audiences: [a]}
                  - {name: own, issuer: 'http://127.0.0.1:1', audiences: [a]}
                  - {name: elsewhere, issuer: 'http://x', jwksUri: 'https://x/keys', audiences: [a]}
                filters:
                  used: [{maxBytes: 5}]
                  idle: [{maxBytes: 5}]
                guards:
                  idle: {deny: [a]}
                models:
                  m: {endpoint: fraud-xgb2}
                  n: {routes: [{endpoint: fraud-xgb}], fallbacks: [{endpoint: nowhere}]}
                roles:
                  r:
                    - {endpoint: fraud-xgb, actions: [invoke], filter: used, expires: '2026-01-01T00:00:00Z'}
                    - {endpoint: nowhere, actions: [invoke], effect: deny}
                bindings:
                  - {role: r, members: ['plain:sub:a', 'own:sub:a'], expires: '2026-01-01T00:00:00+01:00'}
                  - {role: r, members: ['elsewhere:sub:a'], expires: '9999-01-01T00:00:00Z'}
                """);
        assertThat(run.exit()).isEqualTo(Exit.OK);
        assertThat(run.out().lines().filter(line -> line.contains(": warning: ")))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains("roles.r[0].expires: never applies: this grant ended at 2026"),
                        line -> assertThat(line).contains("bindings[0].expires: binds nobody: it ended at 2025-12-31"),
                        line -> assertThat(line).contains("issuers[0].issuer: the gateway fetches keys from https"),
                        line -> assertThat(line).contains("filters.idle: no grant names this filter"),
                        line -> assertThat(line).contains("guards.idle: no grant names this guard"),
                        line -> assertThat(line)
                                .contains("models.m.endpoint: no grant allows endpoint \"fraud-xgb2\"")
                                .contains("did you mean \"fraud-xgb\"?"),
                        line -> assertThat(line).contains("models.n.fallbacks[0].endpoint: no grant allows"));
    }

    @Test
    void whatEndsLaterIsNotOver() throws Exception {
        var yaml = SOUND + "    expires: '2027-01-01T00:00:00Z'\n";
        var document = PolicyDocument.parse("p", yaml);
        var end = Instant.parse("2027-01-01T00:00:00Z");
        assertThat(PolicyCompiler.compile(document, InstantSource.fixed(end)).findings())
                .hasSize(1);
        assertThat(PolicyCompiler.compile(document, InstantSource.fixed(end.minusNanos(1)))
                        .findings())
                .isEmpty();
    }

    @Test
    void yamlThatIsNotWellFormedIsToldWithItsPlace() throws IOException {
        assertThat(check("roles: [").out()).contains("policy.yaml:1:").contains("not well-formed YAML");
        assertThat(check("roles: {}\nfilters:\n  a: []\n  a: []\nroles: {}\n").out())
                .contains("policy.yaml:4:3: error: filters.a: duplicate of line 3")
                .contains("policy.yaml:5:1: error: roles: duplicate of line 1");
        assertThat(check("a: &x [1]\nb: *x\n").out())
                .contains("policy.yaml:2:4: error: anchors and aliases of lists and members are not accepted");
        assertThat(check("").exit()).isEqualTo(Exit.NO);
    }

    @Test
    void grantsAtWhichNoSuchCallCanBeAimedAreWarnedOf() throws IOException {
        var parts = SOUND.replace("bindings:", """
                    - {endpoint: llm, actions: [invoke, invoke-stream, invoke-async], variants: [blue]}
                    - {endpoint: llm, actions: [invoke, invoke-stream], targetModels: [m.tar.gz]}
                    - {endpoint: llm, actions: [invoke-async], variants: [blue], effect: deny}
                bindings:""");
        assertThat(check(parts).out())
                .contains(
                        "roles.analyst[1]: never applies to invoke-async: SageMaker cannot aim such calls at a variant")
                .contains(
                        "roles.analyst[2]: never applies to invoke-stream: SageMaker cannot aim such calls at a target")
                .doesNotContain("roles.analyst[1]: never applies to invoke-stream", "roles.analyst[3]");
    }

    @Test
    void rulesThatNeverApplyAreWarnedOf() throws IOException {
        var twice = SOUND.replace("bindings:", """
                    - {endpoint: fraud-xgb, actions: [invoke]}
                    - {endpoint: llm, actions: [invoke]}
                    - {endpoint: llm, actions: [invoke], effect: deny}
                  unused:
                    - {endpoint: llm, actions: [invoke]}
                bindings:\
                """);
        var run = check(twice);
        assertThat(run.out())
                .contains("roles.analyst[1]: never applies: analyst/0 covers all of it")
                .contains("roles.analyst[2]: never applies: analyst/3 denies all of it")
                .contains("roles.unused: nobody has this role");
        assertThat(run.exit()).isEqualTo(Exit.OK);
        assertThat(check(twice, "--strict").exit()).isEqualTo(Exit.NO);
    }

    @Test
    void anEndpointOutOfTheFunctionsReachIsAnError() throws IOException {
        var sam = Files.writeString(
                directory.resolve("samconfig.toml"),
                "EndpointArns=arn:aws:sagemaker:us-east-1:111122223333:endpoint/fraud-xgb2");
        var run = check(SOUND, "--allowed-from", sam.toString());
        assertThat(run.out()).contains("cannot call \"fraud-xgb\"").contains("did you mean \"fraud-xgb2\"?");
        assertThat(run.exit()).isEqualTo(Exit.NO);
    }

    @Test
    void anEndpointThatTheFunctionCannotCallIsFoundWhereverThePolicySendsCalls() throws IOException {
        var policy = """
                roles:
                  r:
                    - {endpoint: a, actions: [invoke]}
                    - {endpoint: by-role, actions: [invoke], assumeRole: 'arn:aws:iam::111122223333:role/R'}
                    - {endpoint: closed, actions: [invoke], effect: deny}
                models:
                  plain: {endpoint: b}
                  split:
                    routes: [{endpoint: a, weight: 1}, {endpoint: c, weight: 1}]
                    fallbacks: [{endpoint: by-role}, {endpoint: d}]
                bindings:
                  - {role: r, members: [key:k]}
                """;
        var sam = Files.writeString(
                directory.resolve("samconfig.toml"), "arn:aws:sagemaker:us-east-1:111122223333:endpoint/a");
        var run = check(policy, "--allowed-from", sam.toString());
        assertThat(run.exit()).isEqualTo(Exit.NO);
        assertThat(run.out())
                .contains(
                        ":7:21: error: models.plain.endpoint: the function's role cannot call \"b\"",
                        "models.split.routes[1].endpoint",
                        "models.split.fallbacks[1].endpoint",
                        "3 errors")
                .doesNotContain("\"by-role\"", "\"closed\"");
    }

    @Test
    void aFileThatIsNotThereIsNotABrokenPolicy() {
        assertThat(Cli.run("policy", "check", directory.resolve("none.yaml").toString())
                        .exit())
                .isEqualTo(Exit.UNAVAILABLE);
    }

    @Test
    void helpTeachesAndACommandLineWithoutSenseIsTold() {
        assertThat(Cli.run("--help").out())
                .contains("policy")
                .contains("Exit codes")
                .contains("3   somebody else");
        assertThat(Cli.run("policy", "--help").out()).contains("check");
        assertThat(Cli.run("policy", "chekc").exit()).isEqualTo(Exit.USAGE);
        assertThat(Cli.run("generate-completion").out()).contains("sagegate");
        assertFits(Main.commandLine());
    }

    /// A terminal of 80 columns must not break lines again that are broken by hand.
    private static void assertFits(CommandLine command) {
        for (var line : command.getCommandSpec().usageMessage().footer()) {
            assertThat(line.lines()).allSatisfy(part -> assertThat(part).hasSizeLessThanOrEqualTo(80));
        }
        command.getSubcommands().values().forEach(PolicyCheckTest::assertFits);
    }
}
