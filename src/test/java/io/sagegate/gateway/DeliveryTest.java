package io.sagegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.api.Framing;
import io.sagegate.api.Response;
import io.sagegate.api.StreamExit;
import io.sagegate.api.StreamedAnswer;
import io.sagegate.gateway.stream.Metering;
import io.sagegate.http.Headers;
import io.sagegate.inference.ModelStream;
import io.sagegate.inference.ModelStream.Part;
import io.sagegate.kit.LambdaQuota;
import io.sagegate.kit.Sha256;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.reason.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

final class DeliveryTest {
    private static final Headers SSE = Headers.of("content-type", "text/event-stream; charset=utf-8");
    private static final Headers TEXT = Headers.of("content-type", "text/plain");
    private static final Headers SDK = Headers.of("accept", "application/vnd.amazon.eventstream");

    @Test
    void aWayOutThatTakesNoAnswerAtAllLosesNoRecord() {
        var line = new LineOfGateway(LineOfGateway.grant("limits", List.of("1 concurrent")));

        assertThatThrownBy(() -> line.gateway.handle(line.request("invocations", "{}"), _ -> {
                    throw new IllegalStateException("x");
                }))
                .isInstanceOf(NoSuchElementException.class);

        assertThat(line.completion().reason()).isEqualTo(Reason.INTERNAL_ERROR);
    }

    @Test
    void aWholeStreamLeavesAsItCameAndIsHashed() {
        var exit = new Exit(Integer.MAX_VALUE);

        var end = Delivery.send(
                answer(Headers.none(), TEXT, bytes("once "), bytes("upon"), new Part.End()),
                exit,
                "id",
                new Faults("id"));

        assertThat(exit.text()).isEqualTo("once upon");
        assertThat(end.reason()).isEqualTo(Reason.GRANTED);
        assertThat(end.bytes()).isEqualTo(9);
        assertThat(end.hash()).isEqualTo(Sha256.hex("once upon".getBytes(StandardCharsets.UTF_8)));
        assertThat(end.cut()).isFalse();
    }

    @Test
    void aBrokenStreamOfEventsEndsWithAnErrorEvent() {
        var exit = new Exit(Integer.MAX_VALUE);

        var end = Delivery.send(
                answer(Headers.none(), SSE, bytes("data: 1\n\n"), new Part.Broken(Reason.STREAM_TRUNCATED)),
                exit,
                "id",
                new Faults("id"));

        assertThat(exit.text()).startsWith("data: 1\n\nevent: error\ndata: {").endsWith("}\n\n");
        assertThat(exit.text()).contains("\"reason\":\"stream_truncated\"").contains("\"request_id\":\"id\"");
        assertThat(end.reason()).isEqualTo(Reason.STREAM_TRUNCATED);
        assertThat(end.cut()).isFalse();
    }

    @Test
    void anEventThatWasNotFinishedIsNeverTakenForAMessage() {
        var exit = new Exit(Integer.MAX_VALUE);

        Delivery.send(
                answer(Headers.none(), SSE, bytes("data: {\"tok"), new Part.Broken(Reason.MODEL_STREAM_ERROR)),
                exit,
                "id",
                new Faults("id"));

        assertThat(exit.text()).startsWith("data: {\"tok\nevent: error\ndata: {");
        assertThat(exit.text().split("\n\n")).hasSize(1);
    }

    @Test
    void aBrokenStreamOfOtherBytesCanOnlyBeCut() {
        var exit = new Exit(Integer.MAX_VALUE);

        var end = Delivery.send(
                answer(Headers.none(), TEXT, bytes("half"), new Part.Broken(Reason.MODEL_TIMEOUT)),
                exit,
                "id",
                new Faults("id"));

        assertThat(exit.text()).isEqualTo("half");
        assertThat(end.reason()).isEqualTo(Reason.MODEL_TIMEOUT);
        assertThat(end.cut()).isTrue();
    }

    @Test
    void aClientThatLeavesEndsTheModelsCall() {
        var exit = new Exit(1);
        var body = new Scripted(bytes("one"), bytes("two"), bytes("three"), new Part.End());

        var end = Delivery.send(answer(Headers.none(), TEXT, body), exit, "id", new Faults("id"));

        assertThat(end.reason()).isEqualTo(Reason.CLIENT_GONE);
        assertThat(end.bytes()).isEqualTo(3);
        assertThat(body.closed).isTrue();
        assertThat(body.parts).hasSize(2);
    }

    @Test
    void anSdkGetsTheFramesThatItsDecoderTakes() {
        var exit = new Exit(Integer.MAX_VALUE);

        Delivery.send(
                answer(SDK, TEXT, bytes("once"), new Part.Broken(Reason.MODEL_TIMEOUT)), exit, "id", new Faults("id"));

        List<Message> messages = new java.util.ArrayList<>();
        new MessageDecoder(messages::add).feed(exit.out.toByteArray());
        assertThat(messages).hasSize(2);
        assertThat(messages.get(0).getHeaders()).containsEntry(":event-type", HeaderValue.fromString("PayloadPart"));
        assertThat(messages.get(0).getPayload()).asString().isEqualTo("once");
        assertThat(messages.get(1).getHeaders())
                .containsEntry(":exception-type", HeaderValue.fromString("ModelStreamError"));
        assertThat(messages.get(1).getPayload()).asString().contains("\"ErrorCode\":\"ModelInvocationTimeExceeded\"");
        assertThat(exit.headers.first("content-type")).contains("application/vnd.amazon.eventstream");
        assertThat(exit.headers.first("x-amzn-sagemaker-content-type")).contains("text/plain");
    }

    @Test
    void aBrokenStreamIsARefusalWhereNothingHasLeftYet() {
        var outcome = collected(answer(Headers.none(), TEXT, bytes("half"), new Part.Broken(Reason.STREAM_TRUNCATED)));

        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(outcome.reason()).isEqualTo(Reason.STREAM_TRUNCATED);
    }

    @Test
    void aCollectedStreamIsBounded() {
        var large = new Part.Bytes(new byte[4_000_000]);

        var outcome = collected(answer(Headers.none(), TEXT, large, large, new Part.End()));

        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(outcome.reason()).isEqualTo(Reason.RESPONSE_TOO_LARGE);
    }

    @Test
    void aCollectedStreamMayBeAsLongAsLambdaCarries() {
        var most = new Part.Bytes(new byte[LambdaQuota.PAYLOAD_BYTES]);

        assertThat(collected(answer(Headers.none(), TEXT, most, new Part.End())).reason())
                .isEqualTo(Reason.GRANTED);
        assertThat(collected(answer(Headers.none(), TEXT, most, bytes("x"), new Part.End()))
                        .reason())
                .isEqualTo(Reason.RESPONSE_TOO_LARGE);
    }

    @Test
    void aStreamThatCannotBeClosedIsAFaultOnRecordAndTheAnswerStaysWhole() {
        var faults = new Faults("id");
        var fault = new IllegalStateException("x");
        var body = new Unclosable(fault);

        var end = Delivery.send(
                new StreamedAnswer(TEXT, body, Framing.of(Headers.none(), TEXT)),
                new Exit(Integer.MAX_VALUE),
                "id",
                faults);

        assertThat(end.reason()).isEqualTo(Reason.GRANTED);
        assertThat(faults.first()).contains(fault);
    }

    @Test
    void aFaultWhileCollectingIsKeptSoThatAFatalOneEndsTheEnvironment() {
        var arrived = Arrivals.any();
        var fault = new OutOfMemoryError("x");
        var answer = new StreamedAnswer(TEXT, new Unclosable(fault), Framing.of(Headers.none(), TEXT));

        var outcome = Delivery.whole(new Outcome.Streaming(arrived, answer, Metering.of(Usage.NONE)));

        assertThat(outcome.reason()).isEqualTo(Reason.INTERNAL_ERROR);
        assertThat(arrived.faults().first()).contains(fault);
    }

    private record Unclosable(Throwable fault) implements ModelStream {
        @Override
        public Part next() {
            return new Part.End();
        }

        @Override
        public void close() {
            if (fault instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) fault;
        }
    }

    private static Outcome collected(StreamedAnswer answer) {
        return Delivery.whole(new Outcome.Streaming(Arrivals.any(), answer, Metering.of(Usage.NONE)));
    }

    private static Part bytes(String text) {
        return new Part.Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static StreamedAnswer answer(Headers request, Headers headers, Part... parts) {
        return answer(request, headers, new Scripted(parts));
    }

    private static StreamedAnswer answer(Headers request, Headers headers, ModelStream body) {
        return new StreamedAnswer(headers, body, Framing.of(request, headers));
    }

    /// Parts as a model would give them.
    private static final class Scripted implements ModelStream {
        private final Deque<Part> parts;
        private boolean closed;

        Scripted(Part... parts) {
            this.parts = new ArrayDeque<>(List.of(parts));
        }

        @Override
        public Part next() {
            return parts.remove();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /// A client that leaves after so many pieces.
    private static final class Exit implements StreamExit {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final int patience;
        private int taken;
        private Headers headers = Headers.none();

        Exit(int patience) {
            this.patience = patience;
        }

        String text() {
            return out.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void send(Response response) {
            out.writeBytes(response.body());
        }

        @Override
        public void begin(int status, Headers given) {
            headers = given;
        }

        @Override
        public void write(byte[] piece) throws IOException {
            if (taken++ >= patience) {
                throw new IOException("gone");
            }
            out.writeBytes(piece);
        }

        @Override
        public void end() {}

        @Override
        public void abort(String reasonCode) {}
    }
}
