package io.sagegate.local.world;

/// How an answer of the model ends on its way through [SageMakerFront].
enum Ending {
    /// As the model ended it.
    WHOLE,
    /// The connection breaks in the middle.
    CUT,
    /// The stream's second frame is `InternalStreamFailure`.
    FAILURE;

    static Ending of(Fault fault) {
        return switch (fault) {
            case CUT_INSIDE -> CUT;
            case STREAM_FAILURE -> FAILURE;
            case THROTTLE, UNAVAILABLE, NOT_READY, ASLEEP, INTERNAL, DEPENDENCY, HANG, CUT_CONNECTION -> WHOLE;
        };
    }
}
