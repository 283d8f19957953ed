package io.sagegate.inference;

import io.sagegate.http.Headers;
import java.time.Duration;

/// A call to a model: the body as it came, and the header fields that the API knows, already
/// chosen from an allow-list.
///
/// @param headers fields of the SageMaker Runtime API only
/// @param timeout how long the whole call may take
public record Invocation(byte[] body, Headers headers, Duration timeout) {
    /// Sizes only: the body is the caller's business.
    @Override
    public String toString() {
        return "Invocation[" + body.length + " bytes]";
    }
}
