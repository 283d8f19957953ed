package io.sagegate.gateway;

import io.sagegate.api.Response;
import io.sagegate.api.StreamExit;
import io.sagegate.api.StreamedAnswer;
import io.sagegate.gateway.stream.SentBytes;
import io.sagegate.gateway.stream.StreamEnd;
import io.sagegate.inference.ModelStream;
import io.sagegate.inference.ModelStream.Part;
import io.sagegate.kit.LambdaQuota;
import io.sagegate.reason.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// Delivers a streamed answer: piece by piece if the exit can stream, or as a whole if it cannot.
final class Delivery {
    private Delivery() {}

    /// Sends pieces as they come, until the stream ends or breaks. The caller of this method ends the exit, since the
    /// record must be written first.
    ///
    /// @param faults takes unexpected throwables, which end the stream but never prevent the record
    static StreamEnd send(StreamedAnswer answer, StreamExit exit, String requestId, Faults faults) {
        var sent = new SentBytes();
        var ending = ending(answer, exit, requestId, sent, faults);
        try {
            answer.body().close();
        } catch (Throwable e) {
            faults.failed(e);
        }
        return sent.end(ending.reason(), ending.cut());
    }

    private record Ending(Reason reason, boolean cut) {}

    private static Ending ending(
            StreamedAnswer answer, StreamExit exit, String requestId, SentBytes sent, Faults faults) {
        try {
            exit.begin(200, answer.framing().headers(answer.headers()));
            while (true) {
                switch (answer.body().next()) {
                    case Part.Bytes(var bytes) -> write(answer.framing().part(bytes), exit, sent);
                    case Part.End _ -> {
                        return new Ending(Reason.GRANTED, false);
                    }
                    case Part.Broken(var reason) -> {
                        var told = answer.framing().failure(reason, requestId);
                        if (told.isPresent()) {
                            write(told.get(), exit, sent);
                        }
                        return new Ending(reason, told.isEmpty());
                    }
                }
            }
        } catch (IOException e) {
            return new Ending(Reason.CLIENT_GONE, true);
        } catch (Throwable e) {
            faults.failed(e);
            return new Ending(Reason.INTERNAL_ERROR, true);
        }
    }

    private static void write(byte[] piece, StreamExit exit, SentBytes sent) throws IOException {
        exit.write(piece);
        sent.add(piece);
    }

    /// Returns the outcome with its stream read to the end. A broken stream becomes a plain refusal, and none of its
    /// bytes leave.
    static Outcome whole(Outcome outcome) {
        return outcome instanceof Outcome.Streaming streaming ? collect(streaming) : outcome;
    }

    private static Outcome collect(Outcome.Streaming streaming) {
        try (var body = streaming.answer().body()) {
            return collected(streaming, body);
        } catch (Throwable e) {
            streaming.last().received().faults().failed(e);
            return Outcome.Refused.at(streaming.last(), Reason.INTERNAL_ERROR);
        }
    }

    private static Outcome collected(Outcome.Streaming streaming, ModelStream body) {
        var last = streaming.last();
        var answer = streaming.answer();
        var whole = new ByteArrayOutputStream();
        while (true) {
            switch (body.next()) {
                case Part.Bytes(var bytes) -> {
                    whole.writeBytes(answer.framing().part(bytes));
                    if (whole.size() > LambdaQuota.PAYLOAD_BYTES) {
                        return Outcome.Refused.at(last, Reason.RESPONSE_TOO_LARGE);
                    }
                }
                case Part.End _ -> {
                    var headers = answer.framing().headers(answer.headers());
                    var reason = streaming.metering().failed() ? Reason.MODEL_STREAM_ERROR : Reason.GRANTED;
                    return new Outcome.Answered(last, reason, new Response(200, headers, whole.toByteArray()));
                }
                case Part.Broken(var reason) -> {
                    return Outcome.Refused.at(last, reason);
                }
            }
        }
    }
}
