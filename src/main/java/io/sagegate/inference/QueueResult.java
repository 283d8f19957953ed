package io.sagegate.inference;

import java.util.Optional;

/// What came of a call that SageMaker is to make later: a place in its queue, or [InferenceResult.Failure].
public sealed interface QueueResult extends ModelResult permits QueueResult.Queued, InferenceResult.Failure {
    /// SageMaker has taken the request.
    ///
    /// @param outputLocation where the result will be
    /// @param failureLocation where the error will be, should the model fail
    record Queued(String inferenceId, Optional<String> outputLocation, Optional<String> failureLocation)
            implements QueueResult {}
}
