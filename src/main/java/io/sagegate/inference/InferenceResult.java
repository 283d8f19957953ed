package io.sagegate.inference;

import io.sagegate.http.Headers;
import io.sagegate.reason.Reason;
import java.util.Optional;

/// The result of a buffered call to SageMaker: an answer or a failure.
public sealed interface InferenceResult extends ModelResult permits InferenceResult.Answer, InferenceResult.Failure {
    /// The model's answer.
    ///
    /// @param headers the response fields of the SageMaker Runtime API
    record Answer(byte[] body, Headers headers) implements InferenceResult {
        /// The variant that answered.
        public Optional<String> variant() {
            return headers.first("x-amzn-invoked-production-variant");
        }

        @Override
        public String toString() {
            return "Answer[" + body.length + " bytes]";
        }
    }

    /// A failure: no answer, with the reason.
    ///
    /// @param originalStatus the model container's own status, if it gave one
    /// @param said the model container's own error message, if it gave one
    record Failure(Reason reason, Optional<Integer> originalStatus, Optional<ContainerError> said)
            implements InferenceResult, StreamResult, QueueResult {
        /// Makes a failure without a container's message.
        public Failure(Reason reason, Optional<Integer> originalStatus) {
            this(reason, originalStatus, Optional.empty());
        }
    }
}
