package io.sagegate.local.world;

/// What a test can make [SageMakerFront] do to the calls of an endpoint instead of answering them.
public enum Fault {
    /// `ThrottlingException`, 400, as AWS's throttling of this API is.
    THROTTLE,
    /// `ServiceUnavailable`, 503.
    UNAVAILABLE,
    /// `ModelNotReadyException`, 429.
    NOT_READY,
    /// `InternalFailure`, 500.
    INTERNAL,
    /// `InternalDependencyException`, 530.
    DEPENDENCY,
    /// No answer until the front is closed, at most ten minutes.
    HANG,
    /// The connection is closed without an answer.
    CUT_CONNECTION,
    /// The model's answer is cut in the middle: of the body, or of the stream's second frame.
    CUT_INSIDE,
    /// A stream that ends with `InternalStreamFailure` after its first part; a buffered call gets `InternalFailure`.
    STREAM_FAILURE
}
