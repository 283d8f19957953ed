package io.sagegate.api;

import io.sagegate.api.framing.EventStreamFrame;
import io.sagegate.http.Headers;
import io.sagegate.http.MediaType;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The form of a streamed answer on the wire, including how it reports a failure in the middle. Each object belongs
/// to one answer.
public sealed interface Framing {
    String EVENT_STREAM = "application/vnd.amazon.eventstream";

    Headers headers(Headers plain);

    byte[] part(byte[] bytes);

    /// Bytes that tell the reader that the answer ends here and is not whole. Empty if only a cut connection can
    /// tell.
    Optional<byte[]> failure(Reason reason, String requestId);

    /// The framing that the caller can read: an AWS SDK reads only AWS's own.
    static Framing of(Headers request, Headers answer) {
        var accept = request.first("accept").orElse("").toLowerCase(Locale.ROOT);
        if (accept.contains(EVENT_STREAM) || request.has("amz-sdk-invocation-id")) {
            return new EventStream();
        }
        return MediaType.of(answer).isEventStream() ? new ServerSentEvents(false) : new Plain();
    }

    /// The framing of events for OpenAI's clients.
    static Framing openAiEvents() {
        return new ServerSentEvents(true);
    }

    /// The model's own bytes, unchanged.
    record Plain() implements Framing {
        @Override
        public Headers headers(Headers plain) {
            return plain;
        }

        @Override
        public byte[] part(byte[] bytes) {
            return bytes;
        }

        @Override
        public Optional<byte[]> failure(Reason reason, String requestId) {
            return Optional.empty();
        }
    }

    /// The model's own bytes, which are server-sent events. One more event can report a failure.
    final class ServerSentEvents implements Framing {
        private final boolean openAi;
        private boolean atLineStart = true;

        ServerSentEvents(boolean openAi) {
            this.openAi = openAi;
        }

        @Override
        public Headers headers(Headers plain) {
            return plain.with("cache-control", "no-store");
        }

        @Override
        public byte[] part(byte[] bytes) {
            atLineStart = bytes[bytes.length - 1] == '\n';
            return bytes;
        }

        /// An unfinished event becomes part of the error event, so that no client takes half of it for an answer.
        @Override
        public Optional<byte[]> failure(Reason reason, String requestId) {
            var data = openAi
                    ? OpenAiErrors.body(reason, requestId)
                    : Problem.of(reason).json(requestId);
            // OpenAI's clients look for `error` in the data of any event.
            var text = (atLineStart ? "" : "\n") + (openAi ? "" : "event: error\n") + "data: "
                    + new String(data, StandardCharsets.UTF_8) + "\n\n";
            return Optional.of(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// AWS's event stream, in the form that SageMaker Runtime itself would send.
    record EventStream() implements Framing {
        @Override
        public Headers headers(Headers plain) {
            var type = plain.first("content-type").orElse("application/octet-stream");
            return plain.with("content-type", EVENT_STREAM).with("x-amzn-sagemaker-content-type", type);
        }

        @Override
        public byte[] part(byte[] bytes) {
            return EventStreamFrame.payload(bytes);
        }

        @Override
        public Optional<byte[]> failure(Reason reason, String requestId) {
            Map<String, String> members = new LinkedHashMap<>();
            members.put("Message", reason.code() + ": " + reason.title() + " Request " + requestId + ".");
            members.put("ErrorCode", reason == Reason.MODEL_TIMEOUT ? "ModelInvocationTimeExceeded" : "StreamBroken");
            return Optional.of(EventStreamFrame.of(
                    "exception", "ModelStreamError", "application/json", EventStreamFrame.json(members)));
        }
    }
}
