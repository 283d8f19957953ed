package io.sagegate.local.world;

/// A fault that a test makes [SageMakerFront] commit on an endpoint's calls, instead of an answer.
public enum Fault {
    /// `ThrottlingException`, 400, as this API throttles.
    THROTTLE,
    /// `ServiceUnavailable`, 503.
    UNAVAILABLE,
    /// `ModelNotReadyException`, 429.
    NOT_READY,
    /// `InternalFailure`, 500.
    INTERNAL,
    /// `InternalDependencyException`, 530.
    DEPENDENCY,
    /// The model is scaled to zero: what is said of an inference component without copies. The queue takes calls.
    ASLEEP,
    /// No answer until the front is closed, at most ten minutes.
    HANG,
    /// The connection is closed without an answer.
    CUT_CONNECTION,
    /// The model's answer is cut in the middle: of the body, or of the stream's second frame.
    CUT_INSIDE,
    /// A stream that ends with `InternalStreamFailure` after its first part; a buffered call gets `InternalFailure`.
    STREAM_FAILURE;

    /// The error for the caller, if the fault is an answer.
    RuntimeError error() {
        return switch (this) {
            case THROTTLE -> RuntimeError.door(400, "ThrottlingException", "Rate exceeded");
            case UNAVAILABLE ->
                RuntimeError.of(
                        503,
                        "ServiceUnavailable",
                        "A transient exception occurred while retrieving variant instances. Please try again.");
            case ASLEEP ->
                RuntimeError.validation("Inference Component has no capacity to process this request."
                        + " ApplicationAutoScaling may be in-progress (if configured) or try to increase the capacity"
                        + " by invoking UpdateInferenceComponentRuntimeConfig API.");
            case NOT_READY ->
                RuntimeError.of(
                        429,
                        "ModelNotReadyException",
                        "The model is not ready to serve the inference request. Wait and try again.");
            case DEPENDENCY ->
                RuntimeError.of(
                        530,
                        "InternalDependencyException",
                        "Your request caused an exception with an internal dependency.");
            case INTERNAL, STREAM_FAILURE, HANG, CUT_CONNECTION, CUT_INSIDE -> RuntimeError.internal();
        };
    }
}
