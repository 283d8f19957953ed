package io.sagegate.inference;

/// The result of a call to SageMaker of any kind.
public sealed interface ModelResult permits InferenceResult, StreamResult, QueueResult {}
