package io.sagegate.inference;

import io.sagegate.http.Headers;
import io.sagegate.reason.Reason;
import java.util.Optional;

/// What came back from SageMaker.
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

    /// No answer, and why.
    ///
    /// @param originalStatus the model container's own status, where it gave one
    /// @param said the model container's own words, where it gave any
    record Failure(Reason reason, Optional<Integer> originalStatus, Optional<ContainerError> said)
            implements InferenceResult, StreamResult, QueueResult {
        /// A failure without words of a container.
        public Failure(Reason reason, Optional<Integer> originalStatus) {
            this(reason, originalStatus, Optional.empty());
        }
    }
}
