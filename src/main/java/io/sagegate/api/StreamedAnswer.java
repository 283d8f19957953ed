package io.sagegate.api;

import io.sagegate.http.Headers;
import io.sagegate.inference.ModelStream;

/// An answer that is still being produced. Its status is 200, since the model has begun to answer.
///
/// @param headers those of the plain form of the body; the framing may change them
/// @param body the bytes that may leave, after every filter
public record StreamedAnswer(Headers headers, ModelStream body, Framing framing) implements Answer {
    /// The same answer with further header fields.
    public StreamedAnswer with(Headers more) {
        return new StreamedAnswer(headers.with(more), body, framing);
    }
}
