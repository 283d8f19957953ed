package io.sagegate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.TemplateFile.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The template's rights, against those that `docs/iam.md` explains and those that the code uses.
final class TemplateRightsTest {
    private static final Pattern HEADING = Pattern.compile("^## `(\\w+)`.*", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");
    private static final Pattern ACTION = Pattern.compile("`(?:([a-z0-9]+):)?([A-Z]\\w+|\\*)`");

    /// Operations by their names in DynamoDB's protocol. A transaction needs the rights of its writes. The command
    /// line's scans run with people's rights.
    private static final Pattern CALL =
            Pattern.compile("\"(GetItem|BatchGetItem|PutItem|UpdateItem|DeleteItem|Query)\"");

    private static final TemplateFile TEMPLATE = template();

    private static TemplateFile template() {
        try {
            return TemplateFile.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String line(String holder, String statement, List<String> actions) {
        return holder + " " + statement + " " + new TreeSet<>(actions);
    }

    /// The rows of a Markdown table: their cells, without head and rule.
    private static Stream<List<String>> rows(String section) {
        return section.lines()
                .filter(row -> row.startsWith("| `"))
                .map(row ->
                        Arrays.stream(row.split("\\|", -1)).map(String::strip).toList());
    }

    private static List<String> actions(String cell) {
        var service = "";
        var actions = new ArrayList<String>();
        var stated = cell.split(" on | under | to everybody", 2)[0];
        for (var match :
                ACTION.matcher(stated.substring(stated.indexOf(':'))).results().toList()) {
            service = match.group(1) == null ? service : match.group(1);
            actions.add(service + ":" + match.group(2));
        }
        return actions;
    }

    private static String firstName(String cell) {
        var name = NAME.matcher(cell);
        assertThat(name.find()).as(cell).isTrue();
        return name.group(1);
    }

    @Test
    void everyStatementIsExplainedWithItsActionsAndNothingElseIs() throws IOException {
        var document = Files.readString(Path.of("docs", "iam.md"));
        var explained = new TreeSet<String>();
        for (var heading : HEADING.matcher(document).results().toList()) {
            var section = document.substring(heading.end()).split("\n## ", 2)[0];
            rows(section).forEach(cells -> {
                explained.add(line(heading.group(1), firstName(cells.get(1)), actions(cells.get(1))));
                assertThat(cells).as(cells.get(1)).hasSize(5);
                assertThat(cells.subList(2, 4)).as(cells.get(1)).noneMatch(String::isBlank);
            });
        }
        var granted = TEMPLATE.rights().stream()
                .map(right -> line(right.holder(), right.name(), right.actions()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(granted).hasSizeGreaterThan(12);
        assertThat(explained).containsExactlyElementsOf(granted);
    }

    @Test
    void everyPermissionToCallAFunctionIsExplainedAndNothingElseIs() throws IOException {
        var section = Files.readString(Path.of("docs", "iam.md"))
                .split("## Who may call the functions", 2)[1]
                .split("\n## ", 2)[0];
        var explained = rows(section)
                .flatMap(cells -> NAME.matcher(cells.get(1)).results().map(match -> match.group(1)))
                .collect(Collectors.toSet());
        assertThat(explained)
                .isEqualTo(TEMPLATE.resources("AWS::Lambda::Permission").keySet());
    }

    @Test
    void noStatementAllowsEveryActionAndOnlyTracesEveryResource() {
        var allowed = TEMPLATE.rights().stream().filter(Right::allows).toList();
        assertThat(allowed).flatExtracting(Right::actions).noneMatch(action -> action.contains("*"));
        assertThat(allowed)
                .filteredOn(right -> right.resources().contains("*"))
                .extracting(Right::name)
                .containsExactly("SendTraces");
    }

    /// A right that is granted and never used serves only an attacker.
    @Test
    void theTablesRightsAreThoseOfTheCode() throws IOException {
        var tables = Path.of("src", "main", "java", "io", "sagegate", "aws", "dynamodb");
        assertThat(granted("GatewayRole", "ReadPolicy")).isEqualTo(done(tables.resolve("CalledReads.java")));
        assertThat(granted("GatewayRole", "CountUsage"))
                .isEqualTo(done(
                        tables.resolve("usage/UsageCalls.java"),
                        tables.resolve("usage/DynamoDbClaims.java"),
                        tables.resolve("usage/DynamoDbTickets.java"),
                        tables.resolve("usage/DynamoDbHeads.java")));
        var keys = done(tables.resolve("policy/CalledKeyTable.java"));
        keys.add("dynamodb:GetItem");
        assertThat(granted("RotationRole", "KeepKeys")).isEqualTo(keys);
    }

    private static Set<String> granted(String holder, String statement) {
        return TEMPLATE.rights().stream()
                .filter(right -> right.holder().equals(holder) && right.name().equals(statement))
                .flatMap(right -> right.actions().stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> done(Path... sources) throws IOException {
        var done = new TreeSet<String>();
        for (var source : sources) {
            CALL.matcher(Files.readString(source))
                    .results()
                    .map(call -> call.group(1))
                    .forEach(operation -> done.add("dynamodb:" + operation));
        }
        return done;
    }

    /// The service control policy of `docs/deploy.md` shuts whatever the gateway may do itself, and bearer tokens.
    @Test
    void theWaysRoundTheGatewayAreShutByTheDocumentedPolicy() throws IOException {
        var json = Files.readString(Path.of("docs", "deploy.md"))
                .split("## Close the way round the gateway", 2)[1]
                .split("```json", 2)[1]
                .split("```", 2)[0];
        var denied = new TreeSet<String>();
        for (var statement : new ObjectMapper().readTree(json).path("Statement")) {
            assertThat(statement.path("Effect").asText()).isEqualTo("Deny");
            statement.path("Action").forEach(action -> denied.add(action.asText()));
            denied.add(statement.path("Action").asText());
        }
        assertThat(denied)
                .containsAll(granted("GatewayRole", "InvokeNamedEndpoints"))
                .contains("sagemaker:CallWithBearerToken");
    }

    /// SAM's rules for gradual deployments: an alias that it publishes, alarms that exist wherever the function does,
    /// and CodeDeploy's group only where the function is.
    @Test
    void everyFunctionBehindAnAliasIsRolledOutStepByStepWithAlarms() {
        var alarms = TEMPLATE.resources("AWS::CloudWatch::Alarm");
        var behindAlias = TEMPLATE.resources("AWS::Serverless::Function").entrySet().stream()
                .filter(function -> !TemplateFile.at(function.getValue(), "Properties", "AutoPublishAlias")
                        .equals(Map.of()))
                .toList();
        assertThat(behindAlias).hasSize(2);
        for (var function : behindAlias) {
            var preference = TemplateFile.at(function.getValue(), "Properties", "DeploymentPreference");
            assertThat(TemplateFile.at(preference, "Enabled"))
                    .as(function.getKey())
                    .isEqualTo("GradualDeployment");
            assertThat(TemplateFile.at(preference, "Type")).isEqualTo("DeploymentType");
            var condition = TemplateFile.at(function.getValue(), "Condition");
            assertThat(TemplateFile.at(preference, "PassthroughCondition").equals("true"))
                    .isEqualTo(!condition.equals(Map.of()));
            var names = TemplateFile.list(TemplateFile.at(preference, "Alarms"));
            assertThat(names)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(TemplateFile.at(
                                    alarms.getOrDefault(String.valueOf(name), Map.of("Condition", "no such alarm")),
                                    "Condition"))
                            .isIn(Map.of(), condition));
            assertThat(names)
                    .as("an alarm of its own")
                    .anySatisfy(name -> assertThat(String.valueOf(alarms.get(String.valueOf(name))))
                            .contains("AWS/Lambda", function.getKey()));
        }
    }

    @Test
    void everyParameterIsExplainedToWhoDeploys() throws IOException {
        var explained = rows(Files.readString(Path.of("docs", "deploy.md")))
                .flatMap(cells -> NAME.matcher(cells.get(1)).results().map(match -> match.group(1)))
                .collect(Collectors.toSet());
        assertThat(explained).containsAll(TEMPLATE.parameters().keySet());
    }

    @Test
    void theTemplatesVersionIsThatOfTheBuild() throws IOException {
        assertThat(TemplateFile.at(TEMPLATE.root(), "Outputs", "GatewayVersion", "Value"))
                .isEqualTo(Version.CURRENT);
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<version>" + Version.CURRENT + "</version>");
    }
}
