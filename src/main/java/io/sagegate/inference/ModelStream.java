package io.sagegate.inference;

import io.sagegate.reason.Reason;

/// A model's answer while it is being made, pulled part by part: nothing is fetched ahead without bound, so a
/// slow reader slows the model down. One reader, one thread at a time.
///
/// What must happen to a body on its way out (filters, a change of form, counting) is a stream around a stream.
public interface ModelStream extends AutoCloseable {
    /// Waits for what comes next. After anything but [Part.Bytes] there is no more.
    Part next();

    /// Gives up what has not been read, and the call with it. Harmless when all has been read.
    @Override
    void close();

    /// A step of the stream.
    sealed interface Part {
        /// Some bytes, never none.
        record Bytes(byte[] bytes) implements Part {
            @Override
            public String toString() {
                return "Bytes[" + bytes.length + "]";
            }
        }

        /// The answer is whole.
        record End() implements Part {}

        /// The answer ends here and is not whole.
        record Broken(Reason reason) implements Part {}
    }
}
