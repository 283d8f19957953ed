package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.console.Exit;
import io.sagegate.local.control.HeldEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `sagegate policy init`: a first policy that denies everything, and that the gateway would read.
final class PolicyInitTest {
    @TempDir
    private Path directory;

    private DeployedWorld world;

    @BeforeEach
    void deploy() throws IOException {
        world = new DeployedWorld(directory);
        var endpoints = world.account().endpoints();
        endpoints.put("talker", HeldEndpoint.of("talker", List.of("AllTraffic"), List.of("alice-1"), "x/vllm:0.9"));
        endpoints.put("Chat-LLM", HeldEndpoint.of("Chat-LLM", List.of("blue", "green"), List.of(), "x/djl-lmi:1"));
        endpoints.put("1e3", HeldEndpoint.of("1e3", List.of("AllTraffic"), List.of(), "x/own:1"));
    }

    @AfterEach
    void remove() {
        world.close();
    }

    @Test
    void whatItWritesPassesTheCheckAndLetsNobodyCallAnything() throws IOException {
        var file = directory.resolve("policy.yaml");
        assertThat(Cli.run("policy", "init", "-o", file.toString()).exit()).isEqualTo(Exit.OK);
        var check = Cli.run("policy", "check", file.toString());
        assertThat(check.exit()).as(check.out()).isEqualTo(Exit.OK);
        assertThat(check.out()).contains("4 roles, 4 grants, 0 members bound");
        assertThat(Cli.run("policy", "who-can", "tumor", "-f", file.toString()).out())
                .doesNotContain("may invoke");
    }

    @Test
    void endpointsComponentsVariantsAndModelNamesAreThoseDeployed() {
        var yaml = Cli.run("policy", "init").out();
        assertThat(yaml)
                .contains("components: [alice-1]")
                .contains("# variants: [blue, green]")
                .contains("alice-1: {endpoint: talker, component: alice-1, containerModel: \"\"}")
                .contains("Chat-LLM: {endpoint: Chat-LLM, containerModel: \"\"}")
                .contains("\"1e3\"")
                .contains("actions: [invoke, invoke-stream]")
                .doesNotContain("tumor: {");
    }

    @Test
    void anIssuerOfAPresetIsWrittenAndJudged() {
        var sound = Cli.run(
                "policy", "init", "--preset", "okta", "--with", "domain=acme.okta.com", "--audience", "api://sagegate");
        assertThat(sound.out()).contains("    preset: okta\n    domain: acme.okta.com\n    audiences: [");
        var broken = Cli.run("policy", "init", "--preset", "okta", "--with", "domain=*", "--audience", "a");
        assertThat(broken.exit()).isEqualTo(Exit.NO);
        assertThat(broken.out()).isEmpty();
    }

    @Test
    void aFileThatIsThereIsLeftAsItIs() throws IOException {
        var file = Files.writeString(directory.resolve("policy.yaml"), "mine");
        assertThat(Cli.run("policy", "init", "-o", file.toString()).exit()).isEqualTo(Exit.USAGE);
        assertThat(file).hasContent("mine");
    }

    @Test
    void aMissingRightEndsItWithTheRightsName() {
        world.account().refuse("sagemaker:ListEndpoints", true);
        var run = Cli.run("policy", "init");
        assertThat(run.exit()).isEqualTo(Exit.UNAVAILABLE);
        assertThat(run.err()).contains("sagemaker:ListEndpoints");
    }
}
