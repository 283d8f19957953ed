package io.sagegate.aws.sagemaker;

import io.sagegate.aws.call.Answer;
import io.sagegate.aws.call.CallException;
import io.sagegate.aws.call.JsonBody;
import io.sagegate.inference.ContainerError;
import io.sagegate.inference.InferenceResult;
import io.sagegate.reason.Reason;
import java.util.Optional;
import java.util.regex.Pattern;

/// Maps SageMaker Runtime's refusals and broken calls to the gateway's reasons.
final class Failures {
    /// Longest container's message that is read, in characters.
    private static final int LONGEST_MESSAGE = 16_384;

    /// The endpoint or component does not exist, is being made or deleted, or has no running copies.
    private static final Pattern NOT_SERVING = Pattern.compile(
            "(?i)(endpoint|inference component|variant) [^\\n]{0,300}?(not found|could not be found|does not exist"
                    + "|not in ?service|is being (created|deleted|updated)|no (running )?(copies|instances)"
                    + "|no capacity)|could not find (endpoint|inference component|variant)"
                    + "|no (running )?(copies|instances) (of|for|available)");

    /// SageMaker's words for an inference component that is scaled to zero: the first such call is what starts it.
    ///
    /// Source: SageMaker Developer Guide, "Scale an endpoint to zero instances".
    private static final String ASLEEP = "Inference Component has no capacity to process this request";

    private Failures() {}

    /// The failure of a call that has no answer yet.
    static InferenceResult.Failure of(CallException fault) {
        return failure(
                switch (fault.fault()) {
                    case TIMED_OUT -> Reason.MODEL_TIMEOUT;
                    case TOO_LARGE -> Reason.RESPONSE_TOO_LARGE;
                    case NOT_SENT -> Reason.ENDPOINT_UNAVAILABLE;
                    case BROKEN -> Reason.UPSTREAM_ERROR;
                });
    }

    static InferenceResult.Failure of(Answer refusal) {
        var code = refusal.errorCode();
        return code.equals("ModelError") || code.equals("ModelErrorException")
                ? new InferenceResult.Failure(Reason.MODEL_ERROR, originalStatus(refusal), said(refusal))
                : failure(reason(refusal));
    }

    private static Optional<Integer> originalStatus(Answer refusal) {
        return refusal.member("OriginalStatusCode")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Integer::valueOf);
    }

    private static Optional<ContainerError> said(Answer refusal) {
        return refusal.member("OriginalMessage")
                .map(text -> text.substring(0, Math.min(text.length(), LONGEST_MESSAGE)))
                .map(ContainerError::of);
    }

    /// The failure of a call in the middle of its answer.
    static Reason ofStream(CallException fault) {
        return fault.fault() == CallException.Fault.TIMED_OUT ? Reason.MODEL_TIMEOUT : Reason.STREAM_TRUNCATED;
    }

    /// The failure that SageMaker reports in the stream itself.
    static Reason ofFrame(FrameReader.Frame frame) {
        return switch (frame.type()) {
            case "ModelStreamError" ->
                JsonBody.member(frame.payload(), "ErrorCode")
                                .filter("ModelInvocationTimeExceeded"::equals)
                                .isPresent()
                        ? Reason.MODEL_TIMEOUT
                        : Reason.MODEL_STREAM_ERROR;
            case "InternalStreamFailure" -> Reason.MODEL_STREAM_ERROR;
            default -> Reason.STREAM_TRUNCATED;
        };
    }

    private static InferenceResult.Failure failure(Reason reason) {
        return new InferenceResult.Failure(reason, Optional.empty());
    }

    /// Judges by the error type if AWS names one, else by status. SageMaker's model lacks `ThrottlingException`.
    private static Reason reason(Answer refusal) {
        return switch (refusal.errorCode()) {
            case "ThrottlingException", "TooManyRequestsException", "Throttling" -> Reason.ENDPOINT_THROTTLED;
            case "ModelNotReadyException" -> Reason.MODEL_NOT_READY;
            case "ServiceUnavailable", "ServiceUnavailableException" -> Reason.ENDPOINT_UNAVAILABLE;
            case "ValidationError", "ValidationErrorException", "ValidationException" -> invalid(refusal);
            case "AccessDeniedException", "AccessDenied" -> Reason.GATEWAY_NOT_PERMITTED;
            default ->
                switch (refusal.status()) {
                    case 429 -> Reason.ENDPOINT_THROTTLED;
                    case 503 -> Reason.ENDPOINT_UNAVAILABLE;
                    case 504 -> Reason.MODEL_TIMEOUT;
                    case 400, 413, 415 -> Reason.REJECTED_BY_SAGEMAKER;
                    case 401, 403 -> Reason.GATEWAY_NOT_PERMITTED;
                    default -> Reason.UPSTREAM_ERROR;
                };
        };
    }

    /// SageMaker has one error for a malformed call and for an endpoint or component that cannot serve. Its message
    /// tells them apart.
    private static Reason invalid(Answer refusal) {
        var text = refusal.member("Message").or(() -> refusal.member("message")).orElse("");
        if (text.contains(ASLEEP)) {
            return Reason.ENDPOINT_STARTING;
        }
        return NOT_SERVING.matcher(text).find() ? Reason.ENDPOINT_UNAVAILABLE : Reason.REJECTED_BY_SAGEMAKER;
    }
}
