package io.sagegate.api;

import io.sagegate.reason.Reason;

/// A refusal in the form that AWS's SDKs read, in addition to the problem document. They take the error's name from a
/// header and the text from `message`, and show their users nothing else.
///
/// Source: Smithy's AWS restJson1 protocol, "Operation error serialization"; the errors of SageMaker Runtime's
/// InvokeEndpoint.
final class AwsError {
    /// The name of a member of SageMaker Runtime's ModelError.
    static final String ORIGINAL_STATUS = "OriginalStatusCode";

    private AwsError() {}

    /// The error name that SageMaker Runtime uses, or else AWS's common name.
    static String of(Reason reason) {
        return switch (reason) {
            case MODEL_ERROR -> "ModelError";
            case MODEL_STREAM_ERROR -> "ModelStreamError";
            case MODEL_NOT_READY -> "ModelNotReadyException";
            case ENDPOINT_UNAVAILABLE -> "ServiceUnavailable";
            case INTERNAL_ERROR -> "InternalFailure";
            default ->
                switch (reason.status()) {
                    case 401, 403 -> "AccessDeniedException";
                    case 429 -> "ThrottlingException";
                    case 503 -> "ServiceUnavailable";
                    default -> reason.status() < 500 ? "ValidationError" : "InternalDependencyException";
                };
        };
    }

    static String message(Problem problem) {
        return Problem.text(problem.reason(), problem.detail()) + " ("
                + problem.reason().code() + ")";
    }
}
