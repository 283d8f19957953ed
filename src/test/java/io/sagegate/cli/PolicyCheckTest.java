package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(run.out()).contains("sound: 1 issuers, 1 roles, 1 grants, 1 bindings");
        assertThat(run.exit()).isEqualTo(Exit.OK);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            endpoint: fraud-xgb          | endpoint: fraud-*               | :7:17: error: roles.analyst[0].endpoint: "fraud-*" has a wildcard
            actions: [invoke]            | actions: [invoke, delete]       | :8:25: error: roles.analyst[0].actions[1]: unknown action
            actions: [invoke]            | acttions: [invoke]              | unknown member "acttions"
            role: analyst                | role: analist                   | :10:11: error: bindings[0].role: there is no role "analist"; did you mean "analyst"?
            okta:group:fraud-team        | octa:group:fraud-team           | there is no issuer "octa", so this binds nobody; did you mean "okta"?
            okta:group:fraud-team        | fraud-team                      | names nobody
            okta:group:fraud-team        | okta:fraud-team                 | write okta:group:NAME or okta:sub:NAME
            okta:group:fraud-team        | okta:group:*                    | has a wildcard
            okta:group:fraud-team        | iam:arn:aws:iam::111122223333:role/x/Y | write iam:arn:aws:iam::111122223333:role/Y
            okta:group:fraud-team        | iam:arn:aws:sts::111122223333:assumed-role/Y/z | bind the role
            audiences: [api://sagegate]  | algorithms: [RS256]             | :2:5: error: issuers[0]: an issuer needs audiences
            name: okta                   | name: key                       | "key" is taken
            analyst:                     | Analyst Team:                   | is not a role name
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
    void yamlThatIsNotWellFormedIsToldWithItsPlace() throws IOException {
        assertThat(check("roles: [").out()).contains("policy.yaml:1:").contains("not well-formed YAML");
        assertThat(check("roles: {}\nroles: {}\n").out()).contains("duplicate").contains("policy.yaml:2:");
        assertThat(check("a: &x [1]\nb: *x\n").exit()).isEqualTo(Exit.NO);
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
                bindings:""");
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
    }
}
