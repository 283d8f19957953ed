package io.sagegate.cli;

import static io.sagegate.local.control.LocalStackTemplate.allow;
import static io.sagegate.local.control.LocalStackTemplate.statement;
import static io.sagegate.local.control.LocalStackTemplate.trust;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.cli.console.Exit;
import io.sagegate.local.control.HeldIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `sagegate doctor` against a stack before the true protocols: faults are planted, found, and mended by what it
/// prints.
final class DoctorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FUNCTION = "sagegate-GatewayFunction";
    private static final String ACCOUNT = "arn:aws:iam::111122223333:";

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
        var all = new ArrayList<>(List.of("doctor", "--json"));
        all.addAll(List.of(words));
        var run = Cli.run(all.toArray(String[]::new));
        var json = JSON.readTree(run.out());
        assertThat(run.exit()).isEqualTo(json.path("open").asInt() == 0 ? Exit.OK : Exit.NO);
        return StreamSupport.stream(json.path("findings").spliterator(), false).toList();
    }

    private static List<String> ids() throws IOException {
        return findings().stream().map(finding -> finding.path("id").asText()).toList();
    }

    private void add(HeldIdentity identity) {
        world.account().identities().put(identity.arn(), identity);
    }

    /// Each fault: how it is planted, and the finding that names it.
    private Map<String, Plant> faults() {
        var account = world.account();
        var faults = new TreeMap<String, Plant>();
        faults.put(
                "around:" + ACCOUNT + "role/Analyst",
                () -> add(HeldIdentity.role("Analyst", trust("\"Service\":\"ec2.amazonaws.com\""))
                        .with("all", allow("\"sagemaker:Invoke*\"", "\"*\""))));
        faults.put(
                "around:" + ACCOUNT + "user/talkative",
                () -> add(HeldIdentity.user("talkative")
                        .attached(
                                "arn:aws:iam::aws:policy/Stream",
                                allow("\"sagemaker:InvokeEndpointWithBidirectionalStream\"", "\"*\""))));
        faults.put(
                "direct:" + ACCOUNT + "role/Operator",
                () -> add(HeldIdentity.role("Operator", trust("\"Service\":\"ec2.amazonaws.com\""))
                        .with("invoke", allow("[\"lambda:*\"]", "\"*\""))));
        faults.put(
                "trust:" + ACCOUNT + "role/" + DeployedWorld.ROLE,
                () -> account.identity(ACCOUNT + "role/" + DeployedWorld.ROLE)
                        .trust(trust("\"AWS\":\"" + ACCOUNT + "root\"")));
        faults.put(
                "endpoint-policy:arn:aws:sagemaker:us-east-1:111122223333:endpoint/tumor",
                () -> account.endpoints().computeIfPresent("tumor", (_, endpoint) -> endpoint.withPolicy("{}")));
        faults.put(
                "function-policy:" + FUNCTION + ":live:partner",
                () -> account.function(FUNCTION)
                        .permissions()
                        .put(
                                "live/partner",
                                statement(
                                        "partner", "{\"AWS\":\"444455556666\"}", "lambda:InvokeFunction", "x", "{}")));
        faults.put(
                "function-url:" + FUNCTION + ":$LATEST",
                () -> account.function(FUNCTION).urls().put("", "NONE"));
        faults.put(
                "deletion-protection:",
                () -> account.tables().values().iterator().next().protect(false));
        faults.put(
                "recovery:", () -> account.tables().values().iterator().next().recover(false));
        faults.put(
                "time-to-live:",
                () -> account.tables().values().iterator().next().forget(false));
        faults.put("retention:", () -> account.log().retain(30));
        faults.put(
                "alarm-disabled:sagegate-FaultsAlarm",
                () -> account.alarm("sagegate-FaultsAlarm").enable(false));
        faults.put(
                "alias-shift:" + FUNCTION,
                () -> account.function(FUNCTION).weights().put("2", 0.1));
        faults.put("snapstart:" + FUNCTION, () -> account.function(FUNCTION).snapStart("None"));
        faults.put(
                "alarms-untold",
                () -> PrintedCommand.run(
                        "sam deploy --stack-name sagegate --parameter-overrides AlarmTopicArn=", world));
        faults.put(
                "limits-untold:reader",
                () -> PrintedCommand.run("sam deploy --stack-name sagegate --parameter-overrides LimitEvents=", world));
        faults.put("key-unbound:", () -> world.keys(InstantSource.system()).issue("stranger", Duration.ofHours(1)));
        faults.put("key-outlived:", () -> {
            var hoursAgo = Instant.now().minus(Duration.ofHours(2));
            world.keys(InstantSource.fixed(hoursAgo)).issue("batch", Duration.ofHours(10));
            world.keys(InstantSource.fixed(hoursAgo.plusSeconds(60))).issue("batch", Duration.ofHours(10));
        });
        return faults;
    }

    private interface Plant {
        void plant() throws Exception;
    }

    @Test
    void nothingIsOpenInASoundStack() throws IOException {
        assertThat(ids()).isEmpty();
        assertThat(Cli.run("doctor").out()).startsWith("Nothing is open.");
    }

    @Test
    void eachPlantedFaultIsFoundNamedAndMendedByThePrintedCommand() throws Exception {
        for (var fault : faults().entrySet()) {
            fault.getValue().plant();
            var found = findings().stream()
                    .filter(finding -> finding.path("id").asText().startsWith(fault.getKey()))
                    .toList();
            assertThat(found).as(fault.getKey()).hasSize(1);
            assertThat(found.getFirst().path("state").asText()).isEqualTo("open");
            assertThat(found.getFirst().path("what").asText()).isNotEmpty();
            PrintedCommand.run(found.getFirst().path("mend").asText(), world);
            assertThat(ids()).as("after mending " + fault.getKey()).isEmpty();
        }
    }

    @Test
    void allFaultsAtOnceAreFoundInTheOrderOfHarmAndTheSameTwice() throws Exception {
        for (var fault : faults().values()) {
            fault.plant();
        }
        var harms = findings().stream()
                .map(finding -> finding.path("harm").asText())
                .toList();
        assertThat(harms).hasSizeGreaterThan(15);
        assertThat(harms)
                .isSortedAccordingTo(java.util.Comparator.comparingInt(
                        List.of("way around", "open door", "identity", "record", "state", "operation")::indexOf));
        assertThat(Cli.run("doctor").out()).isEqualTo(Cli.run("doctor").out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iam:GetAccountAuthorizationDetails",
                "cloudformation:DescribeStacks",
                "lambda:GetPolicy",
                "lambda:GetFunctionConfiguration",
                "sagemaker:ListEndpoints",
                "sagemaker:GetEndpointPolicy",
                "cloudwatch:DescribeAlarms",
                "logs:DescribeLogGroups",
                "dynamodb:DescribeTable",
                "dynamodb:DescribeContinuousBackups"
            })
    void aMissingRightIsAFindingAndNeverWell(String right) throws IOException {
        world.account().refuse(right, true);
        var found = findings();
        assertThat(found)
                .isNotEmpty()
                .allSatisfy(
                        finding -> assertThat(finding.path("state").asText()).isEqualTo("unseen"));
        assertThat(found)
                .anySatisfy(finding -> assertThat(finding.path("what").asText())
                        .contains(right.substring(right.indexOf(':') + 1))
                        .startsWith("could not look at "));
    }

    @Test
    void anIdentityThatTheSimulatorMayNotJudgeIsAFinding() throws IOException {
        add(HeldIdentity.user("x").with("all", allow("\"*\"", "\"*\"")));
        world.account().refuse("iam:SimulatePrincipalPolicy", true);
        assertThat(ids()).contains("unseen:around:" + ACCOUNT + "user/x", "unseen:direct:" + ACCOUNT + "user/x");
    }

    @Test
    void anIdentityThatIsDeniedWhatItIsAllowedIsNoFinding() throws IOException {
        var deny = allow("\"sagemaker:Invoke*\"", "\"*\"").replace("Allow", "Deny");
        add(HeldIdentity.user("x")
                .with("all", allow("\"sagemaker:InvokeEndpoint\"", "\"*\""))
                .with("not", deny));
        assertThat(ids()).isEmpty();
    }

    @Test
    void aPublicDoorIsOpenWhereThePolicyCouldLetNobodyIn() throws Exception {
        world.policy("roles: {}\n");
        assertThat(ids()).contains("public-door:FunctionUrlAuth", "public-door:HttpApiAuth");
    }

    @Test
    void aFindingThatSomebodyAnswersForIsShownAndNotOpen() throws Exception {
        add(HeldIdentity.user("breakglass").with("all", allow("\"sagemaker:*\"", "\"*\"")));
        var accepted = Files.writeString(
                directory.resolve("accepted.txt"),
                "# incident role\naround:" + ACCOUNT + "user/breakglass # ticket 17\n");
        var found = findings("--accepted", accepted.toString());
        assertThat(found)
                .singleElement()
                .satisfies(finding -> assertThat(finding.path("state").asText()).isEqualTo("accepted"));
    }

    @Test
    void anOlderGatewayAndASoundOneAreToldApart() throws IOException {
        world.account().outputs().put("GatewayVersion", "0.0.9");
        assertThat(ids()).containsExactly("version");
    }

    @Test
    void anIssuerThatCannotBeReachedIsAFinding() throws Exception {
        world.policy(DeployedWorld.SOUND_POLICY
                + "issuers:\n  - {name: gone, issuer: \"https://127.0.0.1:9\", audiences: [a], algorithms: [RS256]}\n");
        assertThat(ids()).contains("issuer-unreachable:gone");
    }

    @Test
    void aStackThatIsNotThereIsAFinding() throws IOException {
        assertThat(findings("--stack", "nowhere"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.path("state").asText()).isEqualTo("unseen"));
    }
}
