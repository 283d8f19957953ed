package io.sagegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The parts of the template that a parameter adds or leaves out.
final class TemplateConditionsTest {
    private static final String URLS = "HasUrls";

    private final TemplateFile template;

    TemplateConditionsTest() throws IOException {
        this.template = TemplateFile.read();
    }

    /// Whether a condition is, or includes, another.
    private boolean needs(Object condition, String other) {
        return condition.equals(other)
                || TemplateFile.list(TemplateFile.at(template.root(), "Conditions", String.valueOf(condition))).stream()
                        .anyMatch(part -> part instanceof String && !part.equals(condition) && needs(part, other));
    }

    /// Some regions know no such resource, so nothing may be left that is one or names one.
    @Test
    void withoutFunctionUrlsNothingOfThemIsLeft() {
        var ofUrls =
                new ArrayList<Object>(template.resources("AWS::Lambda::Url").values());
        template.resources("AWS::Lambda::Permission").values().stream()
                .filter(permission -> permission.toString().contains("FunctionUrl"))
                .forEach(ofUrls::add);
        TemplateFile.map(TemplateFile.at(template.root(), "Outputs")).values().stream()
                .filter(output -> output.toString().contains("FunctionUrl."))
                .forEach(ofUrls::add);

        assertThat(ofUrls).hasSize(8).allMatch(part -> needs(TemplateFile.at(part, "Condition"), URLS));
        assertThat(template.resources("AWS::Serverless::Function").toString()).doesNotContain("FunctionUrlConfig");
    }

    /// A deployment is a copy of the API: a stage that kept its deployment would keep the old authorization.
    @Test
    void theRestStageHasADeploymentForEachKindOfAuthorization() {
        var kinds = TemplateFile.list(TemplateFile.at(template.parameters(), "HttpApiAuth", "AllowedValues"));
        var deployments = template.resources("AWS::ApiGateway::Deployment");
        assertThat(deployments.values())
                .extracting(deployment -> TemplateFile.at(deployment, "Properties", "Description"))
                .containsExactlyInAnyOrderElementsOf(
                        kinds.stream().map(kind -> "Authorization " + kind).toList());
        assertThat(deployments.values())
                .extracting(deployment -> TemplateFile.at(deployment, "Condition"))
                .doesNotHaveDuplicates();
        var stage =
                template.resources("AWS::ApiGateway::Stage").values().iterator().next();
        assertThat(TemplateFile.list(TemplateFile.at(stage, "Properties", "DeploymentId")))
                .map(String::valueOf)
                .containsAll(deployments.keySet());
    }

    @Test
    void theSecondListOfEndpointsTakesWhatTheFirstDoes() {
        var first = TemplateFile.map(TemplateFile.at(template.parameters(), "EndpointArns"));
        var second = TemplateFile.map(TemplateFile.at(template.parameters(), "MoreEndpointArns"));
        assertThat(second.get("AllowedPattern"))
                .isEqualTo(String.valueOf(first.get("AllowedPattern")).replaceFirst("\\^(.*)\\$", "^($1)?\\$"));
        assertThat(actions("InvokeMoreEndpoints")).isEqualTo(actions("InvokeNamedEndpoints"));
    }

    private List<String> actions(String statement) {
        return template.rights().stream()
                .filter(right ->
                        right.name().equals(statement) && right.holder().equals("GatewayRole"))
                .flatMap(right -> right.actions().stream())
                .toList();
    }

    /// The console shows them in their groups, and a parameter in no group at the end.
    @Test
    void everyParameterStandsInAGroupOfTheConsole() {
        var groups = TemplateFile.list(
                TemplateFile.at(template.root(), "Metadata", "AWS::CloudFormation::Interface", "ParameterGroups"));
        assertThat(groups.stream().flatMap(group -> TemplateFile.list(TemplateFile.at(group, "Parameters")).stream()))
                .map(String::valueOf)
                .containsExactlyInAnyOrderElementsOf(template.parameters().keySet());
    }
}
