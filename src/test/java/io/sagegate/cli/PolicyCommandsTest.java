package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.console.Exit;
import io.sagegate.cli.policy.PolicyDiff;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;

/// The commands that need no table.
final class PolicyCommandsTest {
    private static final String POLICY = """
            issuers:
              - {name: okta, issuer: https://acme.okta.com, audiences: [a]}
            roles:
              analyst:
                - {endpoint: fraud-xgb, actions: [invoke], variants: [blue]}
                - {endpoint: llm, actions: [invoke], when: {sources: [10.0.0.0/8]}}
              frozen:
                - {endpoint: old, actions: [invoke], effect: deny}
            bindings:
              - {role: analyst, members: [okta:group:fraud, key:batch]}
              - {role: frozen, members: [okta:group:fraud]}
            """;

    @TempDir
    private Path directory;

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m|chat|invoke|granted by analyst/0",
                "m|embeddings|invoke|operation_not_served: This model takes: chat.",
                "m|chat|invoke-stream|not for streaming",
                "n|chat|invoke|no_such_model"
            })
    void explainTakesAModelOfTheOpenAiRoutes(String model, String operation, String action, String told)
            throws IOException {
        var models = "models:\n  m: {endpoint: fraud-xgb, variant: blue, operations: [chat]}\n";
        var policy = file("models.yaml", POLICY + models);
        var answer = Cli.run(
                "policy",
                "explain",
                "-f",
                policy,
                "--as",
                "key:batch",
                "--model",
                model,
                "--operation",
                operation,
                "--action",
                action);
        assertThat(answer.out() + answer.err()).contains(told);
        assertThat(answer.exit()).isEqualTo(told.startsWith("granted") ? Exit.OK : Exit.NO);
        assertThat(Cli.run("policy", "explain", "-f", policy, "--as", "key:batch")
                        .exit())
                .isEqualTo(Exit.USAGE);
    }

    @Test
    void explainSaysWhichGrantDecidesAndWhyOthersDoNot() throws IOException {
        var policy = file("policy.yaml", POLICY);
        var granted = Cli.run("policy", "explain", "-f", policy, "--as", "key:batch", "--endpoint", "fraud-xgb");
        assertThat(granted.exit()).isEqualTo(Exit.OK);
        assertThat(granted.out()).contains("granted by analyst/0").contains("analyst/0 (key:batch): applies");
        var denied = Cli.run(
                "policy",
                "explain",
                "-f",
                policy,
                "--as",
                "okta:sub:eve",
                "--group",
                "fraud",
                "--endpoint",
                "llm",
                "--source-ip",
                "192.0.2.1");
        assertThat(denied.exit()).isEqualTo(Exit.NO);
        assertThat(denied.out())
                .contains("condition_not_met")
                .contains("analyst/1 (okta:group:fraud): condition_not_met: wants that the source address is in 10");
        var frozen = Cli.run("policy", "explain", "-f", policy, "--as", "okta:group:fraud", "--endpoint", "old");
        assertThat(frozen.out()).contains("explicitly_denied");
        assertThat(Cli.run("policy", "explain", "-f", policy, "--as", "nobody", "--endpoint", "old")
                        .exit())
                .isEqualTo(Exit.USAGE);
    }

    @Test
    void whoCanListsEverybodyWithEveryCondition() throws IOException {
        var policy = file("policy.yaml", POLICY);
        var run = Cli.run("policy", "who-can", "llm", "-f", policy);
        assertThat(run.exit()).isEqualTo(Exit.OK);
        assertThat(run.out())
                .contains("key:batch may invoke llm  (when: {sources: [10.0.0.0/8]})")
                .contains("okta:group:fraud may invoke llm");
        assertThat(Cli.run("policy", "who-can", "old", "-f", policy).out()).contains("is denied invoke old");
        assertThat(Cli.run("policy", "who-can", "ll", "-f", policy).exit()).isEqualTo(Exit.NO);
    }

    @Test
    void decisionTestsRunBesideThePolicy() throws IOException {
        var policy = file("policy.yaml", POLICY);
        file("policy.tests.yaml", """
                tests:
                  - {name: a, as: key:batch, endpoint: fraud-xgb, expect: granted, grant: analyst/0}
                  - {name: b, as: okta:sub:x, endpoint: fraud-xgb, expect: not_granted}
                  - {name: c, as: key:batch, endpoint: llm, sourceIp: 10.1.1.1, expect: granted}
                """);
        var run = Cli.run("policy", "test", policy);
        assertThat(run.out()).contains("3 passed");
        assertThat(run.exit()).isEqualTo(Exit.OK);
    }

    @Test
    void aFailedDecisionTestNamesItsLine() throws IOException {
        var policy = file("policy.yaml", POLICY);
        var tests = file("t.yaml", "tests:\n  - {name: a, as: key:batch, endpoint: llm, expect: granted}\n");
        var run = Cli.run("policy", "test", policy, tests);
        assertThat(run.exit()).isEqualTo(Exit.NO);
        assertThat(run.out()).contains("t.yaml:2:5: error: tests[0]: a: expected granted, decided condition_not_met");
        var wrong = file("w.yaml", "tests:\n  - {name: a, as: key:batch, endpoint: llm, expect: yes}\n");
        assertThat(Cli.run("policy", "test", policy, wrong).out()).contains("is no reason code");
        var both = file("b.yaml", "tests:\n  - {name: a, as: x}\n  - {nam: b, as: x}\n");
        assertThat(Cli.run("policy", "test", policy, both).out()).contains("b.yaml:2:", "b.yaml:3:");
        var empty = Cli.run("policy", "test", policy, file("e.yaml", "tests: []\n"));
        assertThat(empty.exit()).isEqualTo(Exit.NO);
        assertThat(empty.out()).contains("There is no test in", "e.yaml");
    }

    @Test
    void aPlanSaysWhoGainsAndWhoLoses() throws Exception {
        var before = PolicyCompiler.compile(PolicyDocument.parse("a", POLICY));
        var after = PolicyCompiler.compile(PolicyDocument.parse(
                "b", POLICY.replace(", key:batch", "").replace("endpoint: llm", "endpoint: llm2")));
        var diff = PolicyDiff.between(before, after);
        assertThat(diff.gained()).containsExactly("okta:group:fraud may invoke llm2  (when: {sources: [10.0.0.0/8]})");
        assertThat(diff.lost())
                .containsExactlyInAnyOrder(
                        "okta:group:fraud may invoke llm  (when: {sources: [10.0.0.0/8]})",
                        "key:batch may invoke llm  (when: {sources: [10.0.0.0/8]})",
                        "key:batch may invoke fraud-xgb  (variants: [blue])");
        assertThat(PolicyDiff.between(before, before).isEmpty()).isTrue();
    }

    @Test
    void aChangedConditionIsOneLineThatNamesBoth() throws Exception {
        var yaml = """
                issuers: [{name: okta, issuer: 'https://acme.okta.com', audiences: [a]}]
                roles: {r: [{endpoint: e, actions: [invoke], limits: [LIMIT], variants: [blue]}]}
                bindings: [{role: r, members: [key:c, 'okta:sub:a']}]
                models: {m: {endpoint: e}}
                """;
        var before =
                PolicyCompiler.compile(PolicyDocument.parse("a", yaml.replace("LIMIT", "100 requests per minute")));
        var after = PolicyCompiler.compile(PolicyDocument.parse(
                "b",
                yaml.replace("LIMIT", "200 requests per minute")
                        .replace("audiences: [a]", "audiences: [b]")
                        .replace("{endpoint: e}", "{endpoint: e, component: c}")));
        var diff = PolicyDiff.between(before, after);
        assertThat(diff.changed())
                .containsExactly(
                        "issuer okta = {audiences: [a], issuer: https://acme.okta.com, name: okta} -> {audiences: [b],"
                                + " issuer: https://acme.okta.com, name: okta}",
                        "key:c may invoke e  (limits: [100 requests per minute] -> [200 requests per minute])",
                        "model m = {endpoint: e} -> {component: c, endpoint: e}",
                        "okta:sub:a may invoke e  (limits: [100 requests per minute] -> [200 requests per minute])");
        assertThat(diff.gained()).isEmpty();
        assertThat(diff.lost()).isEmpty();
        assertThat(diff.added()).isEmpty();
        assertThat(diff.removed()).isEmpty();
        var none = PolicyCompiler.compile(
                PolicyDocument.parse("c", yaml.replace("limits: [LIMIT], ", "expires: 2090-01-01T00:00:00Z, ")));
        assertThat(PolicyDiff.between(before, none).changed())
                .contains("key:c may invoke e  (granted until: none -> 2090-01-01T00:00:00Z; limits:"
                        + " [100 requests per minute] -> none)");
    }

    @Test
    void coloursAreForTerminalsAndControlCharactersForNobody() throws IOException {
        var broken = file("policy.yaml", POLICY.replace("endpoint: llm", "endpoint: \"\\e[31m*\""));
        assertThat(Cli.run(Ansi.ON, "policy", "check", broken).out()).contains("\u001B[31m");
        assertThat(Cli.run(Ansi.OFF, "policy", "check", broken).out()).doesNotContain("\u001B");
    }

    @Test
    void aTableCommandWithoutATableSaysWhatToGive() throws IOException {
        for (var command : List.of("history", "pull", "rollback", "who-can x", "explain --as key:a --endpoint x")) {
            var words = new ArrayList<>(List.of("policy"));
            words.addAll(List.of(command.split(" ")));
            var run = Cli.run(words.toArray(String[]::new));
            assertThat(run.exit()).isEqualTo(Exit.USAGE);
            assertThat(run.err()).contains("--table", "--local").hasLineCount(1);
            assertThat(run.err().contains("-f FILE")).isEqualTo(command.contains("x"));
        }
        assertThat(Cli.run("key", "list").err()).contains("--table").hasLineCount(1);
    }

    @Test
    void aCallThatNobodyCouldMakeIsASlipAndNotADenial() throws IOException {
        var policy = file("policy.yaml", POLICY);
        var stranger = Cli.run("policy", "explain", "-f", policy, "--as", "octa:group:fraud", "--endpoint", "llm");
        assertThat(stranger.exit()).isEqualTo(Exit.USAGE);
        assertThat(stranger.err()).contains("there is no issuer \"octa\"; did you mean \"okta\"?");
        var nowhere = Cli.run(
                "policy", "explain", "-f", policy, "--as", "key:batch", "--endpoint", "llm", "--source-ip", "nonsense");
        assertThat(nowhere.exit()).isEqualTo(Exit.USAGE);
        assertThat(nowhere.err()).contains("--source-ip is an IPv4 or IPv6 address, not nonsense");
        var tests = file("s.yaml", "tests:\n  - {name: a, as: octa:sub:x, endpoint: llm, expect: not_granted}\n");
        assertThat(Cli.run("policy", "test", policy, tests).out()).contains("there is no issuer \"octa\"");
    }

    @Test
    void aNumberThatMakesNoSenseIsNotReadAsNothing() {
        for (var limit : List.of("0", "-1", "many")) {
            var run = Cli.run("policy", "history", "--limit", limit, "--table", "t");
            assertThat(run.exit()).isEqualTo(Exit.USAGE);
            assertThat(run.err()).contains("--limit", "a whole number from 1 up");
        }
    }
}
