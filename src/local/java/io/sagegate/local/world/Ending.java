package io.sagegate.local.world;

/// The way in which the model's answer ends when it passes [SageMakerFront].
enum Ending {
    /// The answer ends as the model ended it.
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
