package io.sagegate.api;

import java.util.Optional;

/// Puts a response into the form that the way out takes.
@FunctionalInterface
public interface Encoder<T> {
    /// Empty when the response is larger than that way can carry.
    Optional<T> encode(Response response);
}
