package io.sagegate.cli.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.cli.deployed.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The policies that are generated from the one list of invoking actions, and those that the documentation shows.
final class RulesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The stack of the documentation's example.
    private static final Stack EXAMPLE = new Stack(
            "sagegate",
            "arn:aws:cloudformation:us-east-1:111122223333:stack/sagegate/1",
            "UPDATE_COMPLETE",
            Map.of("EndpointArns", "arn:aws:sagemaker:us-east-1:111122223333:endpoint/tumor-xgb"),
            Map.of("RoleArn", "arn:aws:iam::111122223333:role/sagegate-GatewayRole-EXAMPLE"),
            Map.of(
                    "GatewayFunction",
                    new Stack.Resource("AWS::Lambda::Function", "sagegate-GatewayFunction-EXAMPLE"),
                    "StreamingFunction",
                    new Stack.Resource("AWS::Lambda::Function", "sagegate-StreamingFunction-EXAMPLE")));

    private static final Rules RULES = new Rules(EXAMPLE, false);

    private static JsonNode json(Map<String, ?> policy) throws IOException {
        return JSON.readTree(Layout.of(policy));
    }

    /// The JSON of the guide, in its order.
    private static List<String> documented() throws IOException {
        var section = Files.readString(Path.of("docs", "deploy.md"))
                .split("## Close the way round the gateway", 2)[1]
                .split("\n## ", 2)[0];
        return Arrays.stream(section.split("```json", -1))
                .skip(1)
                .map(block -> block.split("```", 2)[0])
                .toList();
    }

    @Test
    void theDocumentedPoliciesAreTheGeneratedOnes() throws IOException {
        var documented = documented();
        assertThat(documented).hasSize(2);
        assertThat(JSON.readTree(documented.get(0))).isEqualTo(json(RULES.serviceControlPolicy()));
        assertThat(JSON.readTree(documented.get(1))).isEqualTo(json(RULES.vpcEndpoint()));
    }

    @Test
    void everyActionOfTheListIsDeniedToEverybodyButTheGateway() throws IOException {
        var denied = new TreeSet<String>();
        for (var statement : json(RULES.serviceControlPolicy()).path("Statement")) {
            assertThat(statement.path("Effect").asText()).isEqualTo("Deny");
            var actions = statement.path("Action");
            denied.add(actions.asText());
            actions.forEach(action -> denied.add(action.asText()));
            var condition = statement.path("Condition").toString();
            assertThat(condition)
                    .satisfiesAnyOf(
                            none -> assertThat(none).isEmpty(),
                            url -> assertThat(url).contains("\"lambda:InvokedViaFunctionUrl\":\"false\""),
                            role -> assertThat(role)
                                    .isEqualTo("{\"ArnNotEquals\":{\"aws:PrincipalArn\":[\"" + EXAMPLE.roleArn()
                                            + "\"]}}"));
        }
        assertThat(denied)
                .containsAll(Arrays.stream(InvokingAction.values())
                        .map(InvokingAction::iam)
                        .collect(Collectors.toSet()));
    }

    @Test
    void aBoundaryLeavesEverythingElse() throws IOException {
        var boundary = json(RULES.boundary()).path("Statement");
        assertThat(boundary.path(0).path("Effect").asText()).isEqualTo("Allow");
        assertThat(boundary)
                .hasSize(json(RULES.serviceControlPolicy()).path("Statement").size() + 1);
    }

    @Test
    void aNameInTwoLetterCasesIsOneEndpoint() throws IOException {
        var mixed = new Stack(
                "s",
                EXAMPLE.arn(),
                "",
                Map.of("EndpointArns", "arn:aws:sagemaker:us-east-1:111122223333:endpoint/Tumor"),
                EXAMPLE.outputs(),
                EXAMPLE.resources());
        assertThat(json(new Rules(mixed, false).serviceControlPolicy()).toString())
                .contains("endpoint/Tumor", "endpoint/tumor");
    }

    @Test
    void theWholeAccountIsNamedByPattern() throws IOException {
        assertThat(json(new Rules(EXAMPLE, true).serviceControlPolicy()).toString())
                .contains("arn:aws:sagemaker:us-east-1:111122223333:endpoint/*")
                .doesNotContain("tumor-xgb");
    }

    @Test
    void everyActionHasThePageItComesFrom() {
        assertThat(InvokingAction.values())
                .allSatisfy(action -> assertThat(action.page()).startsWith("https://docs.aws.amazon.com/"));
    }
}
