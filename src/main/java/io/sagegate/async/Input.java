package io.sagegate.async;

import java.util.Optional;

/// Where a call's input is.
public sealed interface Input {
    /// The upload that it is, if it is one.
    default Optional<Upload> upload() {
        return Optional.empty();
    }

    /// It came with the request.
    record Given(byte[] bytes) implements Input {
        @Override
        public String toString() {
            return "Given[" + bytes.length + " bytes]";
        }
    }

    /// It lies in S3, where nobody here can look at it.
    record Elsewhere() implements Input {}

    /// The caller put it into the gateway's bucket.
    ///
    /// @param bytes what was read of it, where a limit had to know
    record Uploaded(Upload object, Optional<byte[]> bytes) implements Input {
        @Override
        public Optional<Upload> upload() {
            return Optional.of(object);
        }

        @Override
        public String toString() {
            return "Uploaded[" + object.id() + "]";
        }
    }
}
