package io.sagegate.local.lambda;

import java.io.InputStream;

/// What became of one invocation.
public sealed interface Outcome {
    /// The function answered in one piece.
    record Buffered(byte[] payload) implements Outcome {}

    /// The function streams: bytes can be read as they arrive; a broken stream ends in an exception.
    record Streamed(String contentType, InputStream bytes) implements Outcome {}

    /// The function failed, or Lambda refused what it answered. The type is Lambda's own name for it.
    record Failed(String errorType, byte[] error) implements Outcome {}

    /// The function did not end in its time and its environment was killed.
    record TimedOut() implements Outcome {}

    /// Every execution environment is busy and the waiting room is full.
    record Throttled() implements Outcome {}
}
