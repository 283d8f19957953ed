package io.sagegate.inference;

/// Port: calls SageMaker. Thread-safe.
public interface InferenceClient {
    /// Calls exactly the permitted target. Failures of the model or of SageMaker are results, not exceptions.
    InferenceResult invoke(Invocation.Buffered call);

    /// Calls the target, and returns an answer that is read while the model produces it.
    StreamResult stream(Invocation.Streamed call);

    /// Puts the call into the endpoint's queue. The body may be in S3 already.
    QueueResult queue(Invocation.Queued call);
}
