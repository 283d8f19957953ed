package io.sagegate.api;

import io.sagegate.http.MediaType;
import io.sagegate.inference.ModelStream;

/// Whether the gateway asks a streamed call for its usage on its own account, so that limits count what the model
/// states. The client did not ask, so the event with it does not leave.
public enum AskedUsage {
    /// The client asks itself, or nobody does.
    NO,
    /// The body has no `stream_options`.
    WITHOUT_OPTIONS,
    /// The body has `stream_options` that say something else.
    WITH_OPTIONS;

    /// The answer without the event that was asked for here.
    ///
    /// @param contentType the answer's
    public ModelStream stream(ModelStream answer, String contentType) {
        var media = MediaType.of(contentType);
        var lines = media.isJsonLines();
        return this != NO && (lines || media.isEventStream()) ? new WithoutUsage(answer, lines) : answer;
    }
}
