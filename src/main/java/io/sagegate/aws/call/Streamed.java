package io.sagegate.aws.call;

/// The result of a call whose answer is pulled.
public sealed interface Streamed {
    /// The answer has begun.
    ///
    /// @param answer must be closed by its reader
    record Begun(StreamedAnswer answer) implements Streamed {}

    /// The service refused the call, with a whole answer.
    record Refused(Answer answer) implements Streamed {}
}
