package io.sagegate.gateway.stream;

import io.sagegate.reason.Reason;

/// The end of a streamed answer.
///
/// @param reason `granted` if the answer is whole
/// @param bytes how many bytes were sent, framing included
/// @param hash SHA-256 of those bytes in hex
/// @param cut whether the client must still get a sign that the answer is not whole
public record StreamEnd(Reason reason, long bytes, String hash, boolean cut) {
    /// Returns this end, marked as broken if the model reported a failure in a stream that came whole.
    public StreamEnd told(boolean failed) {
        return failed && reason == Reason.GRANTED ? new StreamEnd(Reason.MODEL_STREAM_ERROR, bytes, hash, cut) : this;
    }
}
