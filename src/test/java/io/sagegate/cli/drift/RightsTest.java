package io.sagegate.cli.drift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Statements that let a role call models, however they are written.
final class RightsTest {
    private static final String ENDPOINT = "arn:aws:sagemaker:us-east-1:111122223333:endpoint/a";

    private static String statement(String action, String resources) {
        return "{\"Statement\":{\"Effect\":\"Allow\"," + action + "," + resources + "}}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sagemaker:InvokeEndpoint", "*", "*:*", "sagemaker:*", "SageMaker:?nvokeEndpoint", "sage*:In*"})
    void patternsThatMayMeanACallAreFound(String action) {
        assertThat(Rights.invoked(statement("\"Action\":\"" + action + "\"", "\"Resource\":\"" + ENDPOINT + "\"")))
                .containsExactly(ENDPOINT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sagemaker:DescribeEndpoint", "s3:*", "logs:PutLogEvents"})
    void otherActionsAreNot(String action) {
        assertThat(Rights.invoked(statement("\"Action\":\"" + action + "\"", "\"Resource\":\"*\"")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Action,sagemaker:InvokeEndpoint", "NotAction,iam:*"})
    void aStatementThatOnlyLeavesResourcesOutNamesEverything(String member, String action) {
        assertThat(Rights.invoked(
                        statement("\"" + member + "\":\"" + action + "\"", "\"NotResource\":\"" + ENDPOINT + "\"")))
                .containsExactly("*");
    }
}
