package io.sagegate.inference;

import java.util.Optional;

/// The result of putting a call into an endpoint's queue: a place in the queue, or [InferenceResult.Failure].
public sealed interface QueueResult extends ModelResult permits QueueResult.Queued, InferenceResult.Failure {
    /// SageMaker has taken the request.
    ///
    /// @param outputLocation where the result will be stored
    /// @param failureLocation where the error will be stored if the model fails
    record Queued(String inferenceId, Optional<String> outputLocation, Optional<String> failureLocation)
            implements QueueResult {}
}
