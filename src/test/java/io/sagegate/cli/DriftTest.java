package io.sagegate.cli;

import static io.sagegate.local.control.LocalStackTemplate.allow;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.cli.console.Exit;
import io.sagegate.local.control.HeldEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `sagegate drift`: the policy, the role, what is deployed and what was called, made to disagree one by one.
final class DriftTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SAGEMAKER = "arn:aws:sagemaker:us-east-1:111122223333:";

    @TempDir
    private Path directory;

    private DeployedWorld world;

    @BeforeEach
    void deploy() throws Exception {
        world = new DeployedWorld(directory).sound();
    }

    @AfterEach
    void remove() {
        world.close();
    }

    private static List<JsonNode> findings(String... words) throws IOException {
        var all = new ArrayList<>(List.of("drift", "--json"));
        all.addAll(List.of(words));
        var run = Cli.run(all.toArray(String[]::new));
        var json = JSON.readTree(run.out());
        assertThat(run.exit()).as(run.err()).isEqualTo(json.path("open").asInt() == 0 ? Exit.OK : Exit.NO);
        return StreamSupport.stream(json.path("findings").spliterator(), false).toList();
    }

    private static List<String> ids(String... words) throws IOException {
        return findings(words).stream()
                .map(finding -> finding.path("id").asText())
                .toList();
    }

    @Test
    void whatAgreesIsNoFinding() throws IOException {
        assertThat(ids()).isEmpty();
    }

    @Test
    void aGrantToAnEndpointThatIsGoneIsFound() throws IOException {
        world.account().endpoints().remove("tumor");
        assertThat(ids()).containsExactly("endpoint-gone:reader/0:tumor");
    }

    @Test
    void aGrantToAComponentThatIsGoneIsFound() throws IOException {
        world.account()
                .endpoints()
                .put("talker", HeldEndpoint.of("talker", List.of("AllTraffic"), List.of("alice-2"), "x"));
        assertThat(ids()).containsExactly("component-gone:reader/1:alice-1");
    }

    @Test
    void aVariantThatWasRenamedIsFoundWithTheNamesThereAre() throws Exception {
        world.policy(DeployedWorld.SOUND_POLICY.replace("tumor, actions", "tumor, variants: [blue], actions"));
        world.account().endpoints().put("tumor", HeldEndpoint.of("tumor", List.of("green"), List.of(), "x"));
        var found = findings();
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.path("id").asText()).isEqualTo("variant-gone:reader/0:blue");
            assertThat(finding.path("setting").asText()).contains("green");
        });
    }

    @Test
    void aModelWhoseFallbackIsGoneIsFound() throws Exception {
        world.policy(DeployedWorld.SOUND_POLICY
                + "models:\n  m: {routes: [{endpoint: tumor}], fallbacks: [{endpoint: spare}]}\n");
        assertThat(ids()).contains("endpoint-gone:model/m/1:spare", "role-lacks:" + SAGEMAKER + "endpoint/spare");
    }

    @Test
    void anEndpointThatNobodyMayCallIsFound() throws IOException {
        world.account().endpoints().put("idle", HeldEndpoint.of("idle", List.of("AllTraffic"), List.of(), "x"));
        assertThat(ids()).containsExactly("nobody-may-call:idle");
    }

    @Test
    void whatTheRoleHasAndNoGrantNeedsAndTheReverseIsMendedByOnePrintedCommand() throws Exception {
        world.account().parameters().put("EndpointArns", SAGEMAKER + "endpoint/tumor," + SAGEMAKER + "endpoint/old");
        var found = findings();
        assertThat(found)
                .extracting(finding -> finding.path("id").asText())
                .contains(
                        "role-lacks:" + SAGEMAKER + "endpoint/talker",
                        "role-lacks:" + SAGEMAKER + "inference-component/alice-1",
                        "role-needs-not:" + SAGEMAKER + "endpoint/old");
        var lacks = found.stream()
                .filter(finding -> finding.path("id").asText().startsWith("role-lacks"))
                .findFirst()
                .orElseThrow();
        PrintedCommand.run(lacks.path("mend").asText(), world);
        assertThat(ids()).isEmpty();
    }

    @Test
    void aRoleThatWasWidenedBesideTheStackIsFound() throws IOException {
        world.account()
                .identity("arn:aws:iam::111122223333:role/" + DeployedWorld.ROLE)
                .with("more", allow("\"sagemaker:InvokeEndpoint\"", "\"" + SAGEMAKER + "endpoint/*\""));
        assertThat(ids()).containsExactly("role-wider:" + SAGEMAKER + "endpoint/*");
    }

    @Test
    void aPolicyThatWasAttachedToTheRoleIsFoundAndTheStacksOwnIsNot() throws Exception {
        var role = world.account().identity("arn:aws:iam::111122223333:role/" + DeployedWorld.ROLE);
        var more = SAGEMAKER + "endpoint/more";
        world.account().parameters().put("MoreEndpointArns", more);
        role.attached(
                "arn:aws:iam::111122223333:policy/More", allow("\"sagemaker:InvokeEndpoint\"", "\"" + more + "\""));
        assertThat(ids()).containsExactly("role-needs-not:" + more);
        role.attached("arn:aws:iam::aws:policy/AdministratorAccess", allow("\"*\"", "\"*\""));
        assertThat(ids()).contains("role-wider:*");
    }

    @Test
    void anEndpointThatIsNotInServiceIsFound() throws IOException {
        world.account().endpoints().computeIfPresent("tumor", (_, endpoint) -> endpoint.withStatus("Failed"));
        assertThat(ids()).containsExactly("status:tumor");
    }

    @Test
    void aGrantsRoleThatTheGatewayMayNotAssumeIsFound() throws Exception {
        world.policy(DeployedWorld.SOUND_POLICY.replace(
                "{endpoint: tumor,", "{endpoint: tumor, assumeRole: \"arn:aws:iam::111122223333:role/Other\","));
        assertThat(ids()).containsExactly("assume-lacks:reader/0");
    }

    @Test
    void anEndpointOfAnotherAccountWithoutARoleOfItIsFound() throws Exception {
        var abroad = "arn:aws:sagemaker:eu-west-1:444455556666:endpoint/far";
        world.account().parameters().merge("EndpointArns", abroad, (all, more) -> all + "," + more);
        world.policy(DeployedWorld.SOUND_POLICY.replace(
                "bindings:", "  far: [{endpoint: \"" + abroad + "\", actions: [invoke]}]\nbindings:"));
        assertThat(ids()).containsExactly("assume-missing:far/0");
    }

    @Test
    void callsThatWentPastTheGatewayAreCounted() throws IOException {
        var then = Instant.now().minus(Duration.ofMinutes(30));
        for (var i = 0; i < 5; i++) {
            world.tally().add("tumor", then);
            world.tally().add("talker", then);
        }
        for (var i = 0; i < 3; i++) {
            world.recordAttempt("tumor", then);
        }
        for (var i = 0; i < 5; i++) {
            world.recordAttempt("talker", then);
        }
        var found = findings("--since", "2h");
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.path("harm").asText()).isEqualTo("way around");
            assertThat(finding.path("what").asText()).isEqualTo("at least 2 calls of tumor came past the gateway");
        });
    }

    @Test
    void callsBeforeTheTimeAskedForDoNotCount() throws IOException {
        world.tally().add("tumor", Instant.now().minus(Duration.ofHours(5)));
        assertThat(ids("--since", "2h")).isEmpty();
        assertThat(ids("--since", "8h")).containsExactly("went-past:tumor");
    }

    @Test
    void theSameStateGivesTheSameOutput() throws IOException {
        world.account().endpoints().remove("tumor");
        world.account().endpoints().put("idle", HeldEndpoint.of("idle", List.of("AllTraffic"), List.of(), "x"));
        assertThat(Cli.run("drift").out()).isEqualTo(Cli.run("drift").out()).contains("MISMATCH", "COST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cloudformation:ListStackResources",
                "iam:ListRolePolicies",
                "sagemaker:DescribeEndpoint",
                "sagemaker:ListInferenceComponents",
                "cloudwatch:GetMetricData",
                "logs:StartQuery"
            })
    void aMissingRightIsAFindingAndNeverAgreement(String right) throws IOException {
        world.account().refuse(right, true);
        assertThat(findings())
                .isNotEmpty()
                .allSatisfy(
                        finding -> assertThat(finding.path("state").asText()).isEqualTo("unseen"));
    }

    @Test
    void aTimeThatIsNoTimeIsTheCommandLinesFault() {
        assertThat(Cli.run("drift", "--since", "yesterday").exit()).isEqualTo(Exit.USAGE);
        assertThat(Cli.run("drift", "--since", "400d").exit()).isEqualTo(Exit.USAGE);
    }
}
