package io.sagegate.gateway;

import io.sagegate.reason.Reason;

/// How a streamed answer ended.
///
/// @param reason `granted` when it is whole
/// @param bytes what was sent, in the form it was sent in
/// @param hash SHA-256 of those bytes in hex
/// @param cut whether the client must still be shown that the answer is not whole
record StreamEnd(Reason reason, long bytes, String hash, boolean cut) {
    /// The same end, where the model has told of a failure in a stream that came whole.
    StreamEnd told(boolean failed) {
        return failed && reason == Reason.GRANTED ? new StreamEnd(Reason.MODEL_STREAM_ERROR, bytes, hash, cut) : this;
    }
}
