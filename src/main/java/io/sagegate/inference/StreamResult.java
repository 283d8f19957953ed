package io.sagegate.inference;

import io.sagegate.http.Headers;
import java.util.Optional;

/// The result of a streamed call: a stream that has begun, or [InferenceResult.Failure].
public sealed interface StreamResult extends ModelResult permits StreamResult.Begun, InferenceResult.Failure {
    /// The model has begun to answer.
    ///
    /// @param headers the response fields of the SageMaker Runtime API; `content-type` is the model's own
    /// @param body must be closed by its reader
    record Begun(Headers headers, ModelStream body) implements StreamResult {
        /// The variant that answers.
        public Optional<String> variant() {
            return headers.first("x-amzn-invoked-production-variant");
        }
    }
}
