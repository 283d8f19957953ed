package io.sagegate.inference;

import io.sagegate.policy.Decision;

/// Port: calls SageMaker. Thread-safe.
public interface InferenceClient {
    /// Calls exactly the permitted target. Failures of the model or of SageMaker are results, never exceptions.
    InferenceResult invoke(Decision.Permit permit, Invocation invocation);
}
