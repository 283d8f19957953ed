package io.sagegate.local.lambda;

import java.io.InputStream;

/// The outcome of one invocation.
public sealed interface Outcome {
    /// The function answered in one piece.
    record Buffered(byte[] payload) implements Outcome {}

    /// The function streams: its bytes can be read as they arrive. A broken stream ends in an exception.
    record Streamed(String contentType, InputStream bytes) implements Outcome {}

    /// The function failed, or Lambda refused its answer. The type is Lambda's own name for the error.
    record Failed(String errorType, byte[] error) implements Outcome {}

    /// The function did not end in time, and its environment was killed.
    record TimedOut() implements Outcome {}

    /// Every execution environment is busy and the queue is full.
    record Throttled() implements Outcome {}
}
