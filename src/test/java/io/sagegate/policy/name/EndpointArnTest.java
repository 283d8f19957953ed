package io.sagegate.policy.name;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.policy.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Endpoints that are named whole.
final class EndpointArnTest {
    private static final String ARN = "arn:aws:sagemaker:eu-west-1:444455556666:endpoint/tumor";

    @Test
    void aWholeArnHasARegionAndAnAccountOfItsOwn() {
        var target = Target.ofEndpoint(ARN);
        assertThat(target.name()).isEqualTo("tumor");
        assertThat(target.arn())
                .contains(new EndpointArn("aws", "eu-west-1", "444455556666", "tumor"))
                .map(EndpointArn::prefix)
                .contains("arn:aws:sagemaker:eu-west-1:444455556666:");
    }

    @Test
    void aBareNameHasNone() {
        assertThat(Target.ofEndpoint("tumor").arn()).isEmpty();
        assertThat(Target.ofEndpoint("tumor").name()).isEqualTo("tumor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:sagemaker:eu-west-1:444455556666:endpoint/*",
                "arn:aws:sagemaker:*:444455556666:endpoint/tumor",
                "arn:aws:sagemaker:eu-west-1:*:endpoint/tumor",
                "arn:aws:sagemaker:eu-west-1:444455556666:endpoint/tumor/x",
                "arn:aws:sagemaker:eu-west-1:444455556666:endpoint/-tumor",
                "arn:aws:sagemaker:eu-west-1:444455556666:inference-component/tumor",
                "arn:aws:sagemaker:evil.example/:444455556666:endpoint/tumor",
                "arn:aws:sagemaker::444455556666:endpoint/tumor",
                "arn:aws:lambda:eu-west-1:444455556666:endpoint/tumor",
                "ARN:aws:sagemaker:eu-west-1:444455556666:endpoint/tumor"
            })
    void whatIsNoWholeArnOfOneEndpointIsNotTaken(String text) {
        assertThat(EndpointArn.of(text)).isEmpty();
        assertThat(Names.isEndpoint(text)).isFalse();
    }
}
