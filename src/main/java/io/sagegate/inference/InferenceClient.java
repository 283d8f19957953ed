package io.sagegate.inference;

/// Port: calls SageMaker. Thread-safe.
public interface InferenceClient {
    /// Calls exactly the permitted target. Failures of the model or of SageMaker are results, never exceptions.
    InferenceResult invoke(Invocation.Buffered call);

    /// The same, with an answer that is read while the model makes it.
    StreamResult stream(Invocation.Streamed call);

    /// Puts the call into the endpoint's queue; the body may lie in S3 already.
    QueueResult queue(Invocation.Queued call);
}
