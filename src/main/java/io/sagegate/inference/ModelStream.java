package io.sagegate.inference;

import io.sagegate.reason.Reason;

/// A model's answer that is pulled part by part while it is produced. Only a bounded number of bytes is fetched
/// ahead, so a slow reader slows the model down. One reader, one thread at a time.
///
/// Filters, counters and changes of form wrap one stream around another.
public interface ModelStream extends AutoCloseable {
    /// Waits for the next part. No part follows one that is not [Part.Bytes].
    Part next();

    /// Gives up the rest of the answer, and the call with it. Has no effect once everything has been read.
    @Override
    void close();

    /// A part of the stream.
    sealed interface Part {
        /// Some bytes, at least one.
        record Bytes(byte[] bytes) implements Part {
            @Override
            public String toString() {
                return "Bytes[" + bytes.length + "]";
            }
        }

        /// The answer is whole.
        record End() implements Part {}

        /// The answer ends here but is not whole.
        record Broken(Reason reason) implements Part {}
    }
}
