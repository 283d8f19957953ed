package io.sagegate.aws.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.aws.call.Answer;
import io.sagegate.aws.call.Fields;
import io.sagegate.inference.ContainerError;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One error of SageMaker's stands for two things, and only one of them is the caller's fault.
final class FailuresTest {
    private static Answer refusal(String type, int status, String body) {
        return new Answer(status, new Fields().add("x-amzn-errortype", type), body.getBytes(StandardCharsets.UTF_8));
    }

    private static Reason invalid(String message) {
        return Failures.of(refusal("ValidationError", 400, "{\"Message\":\"" + message + "\"}"))
                .reason();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Endpoint fraud-xgb of account 111122223333 not found.",
                "Could not find endpoint fraud-xgb.",
                "Endpoint fraud-xgb is being deleted.",
                "Endpoint fraud-xgb is not in service.",
                "Inference Component llama not found.",
                "Variant blue has no running copies."
            })
    void anEndpointThatCannotServeIsUnavailable(String message) {
        assertThat(invalid(message)).isEqualTo(Reason.ENDPOINT_UNAVAILABLE);
    }

    @Test
    void aComponentThatIsScaledToZeroIsStarting() {
        assertThat(invalid("Inference Component has no capacity to process this request. ApplicationAutoScaling may be"
                        + " in-progress (if configured) or try to increase the capacity."))
                .isEqualTo(Reason.ENDPOINT_STARTING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1 validation error detected: Value at 'accept' failed to satisfy constraint",
                "The endpoint requires a TargetModel header.",
                "Failed to download model data for the target model. Model x not found.",
                "Content type must be one of text/csv"
            })
    void aMalformedCallIsTheCallers(String message) {
        assertThat(invalid(message)).isEqualTo(Reason.REJECTED_BY_SAGEMAKER);
    }

    @Test
    void aContainersWordsAreKeptApart() {
        var body = "{\"OriginalStatusCode\":400,\"OriginalMessage\":\"maximum context length is 8192\"}";
        var failure = Failures.of(refusal("ModelError", 424, body));
        assertThat(failure.originalStatus()).contains(400);
        assertThat(failure.said().flatMap(ContainerError::code)).contains("context_length_exceeded");
        assertThat(failure.toString()).doesNotContain("8192");
    }
}
