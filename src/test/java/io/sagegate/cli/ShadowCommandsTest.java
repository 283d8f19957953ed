package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.console.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules in shadow on the command line: they are told for what they are.
final class ShadowCommandsTest {
    private static final String POLICY = """
            roles:
              analyst:
                - {endpoint: llm, actions: [invoke], limits: [{limit: 5 requests per day, enforce: {shadow: true, review: DAY}}], guard: short, filter: mask}
                - {effect: deny, endpoint: llm, actions: [invoke], enforce: {shadow: true, header: true, review: DAY}}
            bindings:
              - {role: analyst, members: [key:batch], limits: [{limit: 9 requests per day, enforce: {shadow: true, review: DAY}}]}
            guards:
              short: {maxPromptCharacters: 100, enforce: {shadow: true, review: DAY}}
            filters:
              mask: [{mask: [email], enforce: {shadow: true, review: DAY}}]
            """;

    @TempDir
    private Path directory;

    private String policy(String day) throws IOException {
        return Files.writeString(directory.resolve("policy.yaml"), POLICY.replace("DAY", day))
                .toString();
    }

    @Test
    void checkRemindsOfEachShadowFromItsDayOn() throws IOException {
        var late = Cli.run("policy", "check", policy("2020-01-31"));
        assertThat(late.exit()).isEqualTo(Exit.OK);
        assertThat(late.out().lines().filter(line -> line.contains("in shadow, to be reviewed on 2020-01-31")))
                .hasSize(5);
        assertThat(late.out()).contains("roles.analyst[1].enforce", "guards.short.enforce", "filters.mask[0].enforce");
        assertThat(Cli.run("policy", "check", policy("9000-01-31")).out()).doesNotContain("in shadow");
    }

    @Test
    void explainAndWhoCanSayShadow() throws IOException {
        var file = policy("9000-01-31");
        var explained = Cli.run("policy", "explain", "-f", file, "--as", "key:batch", "--endpoint", "llm");
        assertThat(explained.exit()).isEqualTo(Exit.OK);
        assertThat(explained.out())
                .contains("granted by analyst/0")
                .contains("would be explicitly_denied by analyst/1, in shadow")
                .contains("analyst/1 (key:batch): applies (in shadow)");
        assertThat(Cli.run("policy", "who-can", "-f", file, "llm").out())
                .contains("key:batch would be denied, in shadow, invoke llm")
                .contains("key:batch may invoke llm");
    }

    @Test
    void aTestExpectsExactlyTheDeniesInShadow() throws IOException {
        var file = policy("9000-01-31");
        assertThat(test(file, "[analyst/1]").exit()).isEqualTo(Exit.OK);
        assertThat(test(file, "[]").out()).contains("expected to be denied in shadow by [], denied by [analyst/1]");
        assertThat(test(file, "[analyst/7]").exit()).isEqualTo(Exit.NO);
    }

    private Cli test(String file, String shadow) throws IOException {
        var tests = directory.resolve("tests.yaml");
        Files.writeString(
                tests,
                "tests:\n  - {name: n, as: key:batch, endpoint: llm, expect: granted, shadow: " + shadow + "}\n");
        return Cli.run("policy", "test", file, tests.toString());
    }
}
