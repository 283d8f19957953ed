package io.sagegate.gateway;

import io.sagegate.api.Response;
import io.sagegate.api.StreamedAnswer;
import io.sagegate.gateway.stream.Metering;
import io.sagegate.reason.Reason;

/// The end of a request's line: the last stage and the result.
sealed interface Outcome {
    /// The last stage that the request reached.
    Stage last();

    Reason reason();

    /// A whole answer.
    record Answered(Stage last, Reason reason, Response response) implements Outcome {}

    /// An answer that is still being produced.
    ///
    /// @param metering knows whether the model reported a failure in it
    record Streaming(Stage last, StreamedAnswer answer, Metering metering) implements Outcome {
        /// The same outcome with the answer in another form.
        Streaming with(StreamedAnswer other) {
            return new Streaming(last, other, metering);
        }

        @Override
        public Reason reason() {
            return Reason.GRANTED;
        }
    }

    /// A refusal: the request goes no further.
    record Refused(Stage last, Refusal refusal) implements Outcome {
        static Refused at(Stage last, Reason reason) {
            return new Refused(last, Refusal.of(reason));
        }

        @Override
        public Reason reason() {
            return refusal.problem().reason();
        }
    }
}
