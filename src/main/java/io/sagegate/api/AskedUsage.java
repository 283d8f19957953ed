package io.sagegate.api;

import io.sagegate.http.MediaType;
import io.sagegate.inference.ModelStream;

/// Whether the gateway itself asks a streamed call for its usage, so that limits count what the model states. The
/// client did not ask, so the event with the usage is not passed on.
public enum AskedUsage {
    /// The client asks itself, or nobody asks.
    NO,
    /// The body has no `stream_options`.
    WITHOUT_OPTIONS,
    /// The body has `stream_options`, but they do not ask for the usage.
    WITH_OPTIONS;

    /// Returns the answer without the usage event that the gateway asked for.
    ///
    /// @param contentType the answer's
    public ModelStream stream(ModelStream answer, String contentType) {
        var media = MediaType.of(contentType);
        var lines = media.isJsonLines();
        return this != NO && (lines || media.isEventStream()) ? new WithoutUsage(answer, lines) : answer;
    }
}
