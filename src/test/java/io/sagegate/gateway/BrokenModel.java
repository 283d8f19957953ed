package io.sagegate.gateway;

import io.sagegate.gateway.PortFaults.Port;
import io.sagegate.http.Headers;
import io.sagegate.inference.ContainerError;
import io.sagegate.inference.InferenceClient;
import io.sagegate.inference.InferenceResult;
import io.sagegate.inference.Invocation;
import io.sagegate.inference.ModelStream;
import io.sagegate.inference.QueueResult;
import io.sagegate.inference.StreamResult;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A model that works, unless its port is broken.
final class BrokenModel implements InferenceClient {
    private static final Headers JSON = Headers.of("content-type", "application/json");
    private static final Headers EVENTS = Headers.of("content-type", "text/event-stream");
    private static final String ANSWER =
            "{\"answer\":\"well\",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}";

    /// A container that says what nobody may read.
    private static final InferenceResult.Failure FAILURE = new InferenceResult.Failure(
            Reason.MODEL_ERROR,
            Optional.of(99_999),
            Optional.of(new ContainerError(PortFaults.MARKER, Optional.empty())));

    private static final InferenceResult.Failure AWAY =
            new InferenceResult.Failure(Reason.ENDPOINT_UNAVAILABLE, Optional.empty());

    private final PortFaults faults;
    private final List<Stream> opened = new ArrayList<>();
    int calls;

    BrokenModel(PortFaults faults) {
        this.faults = faults;
    }

    /// Whether every stream that was handed over was closed.
    boolean isClosed() {
        return opened.stream().allMatch(stream -> stream.closed);
    }

    @Override
    public InferenceResult invoke(Invocation.Buffered call) {
        calls++;
        return faults.call(
                Port.INFERENCE,
                () -> new InferenceResult.Answer(bytes(ANSWER), JSON),
                List.of(
                        new InferenceResult.Answer(new byte[0], Headers.none()),
                        new InferenceResult.Answer(
                                bytes("\0{\"usage\":{\"prompt_tokens\":-1e99,\"completion_tokens\":9e999}"), JSON),
                        new InferenceResult.Answer(bytes("\u0000"), Headers.of("content-type", "\u00ff;;")),
                        FAILURE,
                        AWAY));
    }

    @Override
    public StreamResult stream(Invocation.Streamed call) {
        calls++;
        var result = faults.call(
                Port.INFERENCE,
                () -> begun(EVENTS, List.of("data: {\"n\":1}\n\n", "data: " + ANSWER + "\n\n", "data: [DONE]\n\n")),
                List.of(begun(Headers.none(), List.of()), FAILURE, AWAY));
        if (result instanceof StreamResult.Begun(var _, Stream body)) {
            opened.add(body);
        }
        return result;
    }

    @Override
    public QueueResult queue(Invocation.Queued call) {
        calls++;
        return faults.call(
                Port.INFERENCE,
                () -> new QueueResult.Queued("id", Optional.of("s3://out/1"), Optional.empty()),
                List.of(new QueueResult.Queued("", Optional.empty(), Optional.empty()), FAILURE, AWAY));
    }

    private StreamResult begun(Headers headers, List<String> pieces) {
        return new StreamResult.Begun(headers, new Stream(pieces));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private final class Stream implements ModelStream {
        private final List<String> pieces;
        private int next;
        private boolean closed;

        private Stream(List<String> pieces) {
            this.pieces = pieces;
        }

        @Override
        public Part next() {
            return faults.call(
                    Port.STREAM,
                    () -> next == pieces.size() ? new Part.End() : new Part.Bytes(bytes(pieces.get(next++))),
                    List.of(
                            new Part.Bytes(new byte[0]),
                            new Part.Bytes(bytes("data: {\"error\":")),
                            new Part.End(),
                            new Part.Broken(Reason.STREAM_TRUNCATED)));
        }

        @Override
        public void close() {
            closed = true;
            faults.call(Port.CLOSE, () -> true, List.of());
        }
    }
}
