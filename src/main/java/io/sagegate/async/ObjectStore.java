package io.sagegate.async;

import io.sagegate.http.Headers;
import io.sagegate.inference.ModelStream;
import io.sagegate.reason.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Port: objects in S3. Thread-safe.
public interface ObjectStore {
    /// Begins to read an object; its bytes are pulled.
    ///
    /// @param within how long the whole read may take
    Found read(ObjectPlace place, Duration within);

    /// An address that takes one object, once: exactly this length, type and content, for some minutes. Empty if
    /// nothing can be signed now.
    ///
    /// @param upload what may be sent
    /// @param life how long the address works
    Optional<Permission> permission(Upload upload, Duration life);

    /// The result of a read.
    sealed interface Found {
        /// An object.
        ///
        /// @param length of the object in bytes, as S3 says
        /// @param body to be closed by whoever reads it
        record Present(String contentType, long length, ModelStream body) implements Found {}

        /// There is no such object.
        record Absent() implements Found {}

        /// S3 did not answer properly, or not in time.
        record Unreadable(Reason reason) implements Found {}
    }

    /// A presigned address with the fields that must be sent along, which the signature covers.
    record Permission(URI address, Headers fields) {
        /// Left out of the text: whoever has the address may use it.
        @Override
        public String toString() {
            return "Permission[" + address.getHost() + "]";
        }
    }
}
