package io.sagegate.inference;

/// What came back from SageMaker, whichever way it was called.
public sealed interface ModelResult permits InferenceResult, StreamResult, QueueResult {}
