package io.sagegate.aws.sagemaker;

import io.sagegate.inference.InferenceResult;
import io.sagegate.reason.Reason;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.sagemakerruntime.model.InternalStreamFailureException;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelStreamErrorException;

/// What the SDK throws, as reasons of ours.
final class Failures {
    private Failures() {}

    /// Before there is any answer.
    static InferenceResult.Failure of(Throwable fault) {
        return switch (unwrapped(fault)) {
            case ApiCallTimeoutException _, ApiCallAttemptTimeoutException _ -> failure(Reason.MODEL_TIMEOUT);
            case ModelErrorException e ->
                new InferenceResult.Failure(Reason.MODEL_ERROR, Optional.ofNullable(e.originalStatusCode()));
            case AwsServiceException e -> failure(reason(e));
            default -> failure(Reason.UPSTREAM_ERROR);
        };
    }

    /// In the middle of an answer.
    static Reason ofStream(Throwable fault) {
        return switch (unwrapped(fault)) {
            case ApiCallTimeoutException _, ApiCallAttemptTimeoutException _ -> Reason.MODEL_TIMEOUT;
            case ModelStreamErrorException e
            when "ModelInvocationTimeExceeded".equals(e.errorCode()) -> Reason.MODEL_TIMEOUT;
            case ModelStreamErrorException _, InternalStreamFailureException _ -> Reason.MODEL_STREAM_ERROR;
            default -> Reason.STREAM_TRUNCATED;
        };
    }

    private static InferenceResult.Failure failure(Reason reason) {
        return new InferenceResult.Failure(reason, Optional.empty());
    }

    private static Throwable unwrapped(Throwable fault) {
        var inner = fault;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /// By the error type where AWS names one, else by status: `ThrottlingException` is not in the model.
    private static Reason reason(AwsServiceException e) {
        var code = e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? ""
                : e.awsErrorDetails().errorCode();
        return switch (code) {
            case "ThrottlingException", "TooManyRequestsException", "Throttling" -> Reason.ENDPOINT_THROTTLED;
            case "ModelNotReadyException" -> Reason.MODEL_NOT_READY;
            case "ServiceUnavailable", "ServiceUnavailableException" -> Reason.ENDPOINT_UNAVAILABLE;
            case "ValidationError", "ValidationErrorException", "ValidationException" -> Reason.REJECTED_BY_SAGEMAKER;
            case "AccessDeniedException", "AccessDenied" -> Reason.GATEWAY_NOT_PERMITTED;
            default ->
                switch (e.statusCode()) {
                    case 429 -> Reason.ENDPOINT_THROTTLED;
                    case 503 -> Reason.ENDPOINT_UNAVAILABLE;
                    case 504 -> Reason.MODEL_TIMEOUT;
                    case 400, 413, 415 -> Reason.REJECTED_BY_SAGEMAKER;
                    case 401, 403 -> Reason.GATEWAY_NOT_PERMITTED;
                    default -> Reason.UPSTREAM_ERROR;
                };
        };
    }
}
