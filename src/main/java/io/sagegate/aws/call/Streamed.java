package io.sagegate.aws.call;

/// What came of a call whose answer is pulled.
public sealed interface Streamed {
    /// The answer has begun.
    ///
    /// @param answer to be closed by whoever reads it
    record Begun(StreamedAnswer answer) implements Streamed {}

    /// The service refused, and said so whole.
    record Refused(Answer answer) implements Streamed {}
}
