package io.sagegate.api;

import java.util.Optional;

/// Encodes a response for one kind of event source.
@FunctionalInterface
public interface Encoder<T> {
    /// Empty if the response is larger than the event source can carry.
    Optional<T> encode(Response response);
}
