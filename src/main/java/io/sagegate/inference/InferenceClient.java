package io.sagegate.inference;

import io.sagegate.policy.Decision;

/// Port: calls SageMaker. Thread-safe.
public interface InferenceClient {
    /// Calls exactly the permitted target. Failures of the model or of SageMaker are results, never exceptions.
    InferenceResult invoke(Decision.Permit permit, Invocation invocation);

    /// The same, with an answer that is read while the model makes it.
    StreamResult stream(Decision.Permit permit, Invocation invocation);

    /// Puts the call into the endpoint's queue; the body may lie in S3 already.
    QueueResult queue(Decision.Permit permit, Invocation invocation);
}
