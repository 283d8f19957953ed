package io.sagegate.api;

import io.sagegate.audit.StageTiming;
import io.sagegate.http.Headers;
import io.sagegate.inference.ModelStream;

/// An answer that is still being made; its status is 200, since the model has begun.
///
/// @param headers as for the body in its plain form; the framing may change them
/// @param body what may leave, after every filter
/// @param stage the model's stage, which lasts until the stream ends
public record StreamedAnswer(Headers headers, ModelStream body, Framing framing, StageTiming.Running stage)
        implements Answer {}
