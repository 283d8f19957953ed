package io.sagegate.aws.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.aws.call.Answer;
import io.sagegate.aws.call.Fields;
import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.reason.Reason;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// The first byte chooses the status; the rest is a refusal of SageMaker. It has one of a few reasons, and only an
/// error of the model has words of a container, bounded.
public final class FailuresFuzz implements FuzzTarget {
    private static final int[] STATUSES = {400, 403, 404, 413, 424, 429, 500, 503, 504, 530};
    private static final int LONGEST = 2_000;
    private static final Set<Reason> REASONS = EnumSet.of(
            Reason.MODEL_ERROR,
            Reason.ENDPOINT_THROTTLED,
            Reason.MODEL_NOT_READY,
            Reason.ENDPOINT_UNAVAILABLE,
            Reason.ENDPOINT_STARTING,
            Reason.REJECTED_BY_SAGEMAKER,
            Reason.GATEWAY_NOT_PERMITTED,
            Reason.MODEL_TIMEOUT,
            Reason.UPSTREAM_ERROR);
    private static final Set<Reason> BROKEN =
            EnumSet.of(Reason.MODEL_TIMEOUT, Reason.MODEL_STREAM_ERROR, Reason.STREAM_TRUNCATED);

    @Override
    public void accept(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var body = Arrays.copyOfRange(input, 1, input.length);
        var status = STATUSES[Math.floorMod(input[0], STATUSES.length)];
        var failure = Failures.of(new Answer(status, new Fields(), body));
        assertThat(failure.reason()).isIn(REASONS);
        if (failure.reason() != Reason.MODEL_ERROR) {
            assertThat(failure.said()).isEmpty();
            assertThat(failure.originalStatus()).isEmpty();
        }
        failure.said().ifPresent(said -> assertThat(said.message()).hasSizeLessThanOrEqualTo(LONGEST));
        failure.originalStatus().ifPresent(original -> assertThat(original).isNotNegative());
        assertThat(Failures.ofFrame(new FrameReader.Frame("exception", "ModelStreamError", body)))
                .isIn(BROKEN);
    }
}
