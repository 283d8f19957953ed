package io.sagegate.gateway;

import io.sagegate.http.Headers;
import io.sagegate.inference.ModelStream.Part;
import io.sagegate.reason.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// Brings a streamed answer out: piece by piece where the way out can, or as a whole where it cannot.
final class Delivery {
    /// More than any buffered way out can carry.
    private static final int WHOLE_AT_MOST = 6_291_456;

    private Delivery() {}

    /// Sends pieces as they come, until the stream has ended, one way or the other. The exit's end is left to
    /// the caller, since the record comes first.
    static StreamEnd send(StreamedAnswer answer, StreamExit exit, String requestId) {
        var sent = new SentBytes();
        try (var body = answer.body()) {
            exit.begin(200, answer.framing().headers(answer.headers()));
            while (true) {
                switch (body.next()) {
                    case Part.Bytes(var bytes) -> write(answer.framing().part(bytes), exit, sent);
                    case Part.End _ -> {
                        return sent.end(Reason.GRANTED, false);
                    }
                    case Part.Broken(var reason) -> {
                        var told = answer.framing().failure(reason, requestId);
                        if (told.isPresent()) {
                            write(told.get(), exit, sent);
                        }
                        return sent.end(reason, told.isEmpty());
                    }
                }
            }
        } catch (IOException e) {
            return sent.end(Reason.CLIENT_GONE, true);
        }
    }

    private static void write(byte[] piece, StreamExit exit, SentBytes sent) throws IOException {
        exit.write(piece);
        sent.add(piece);
    }

    /// Reads it all first: a stream that breaks is then a plain refusal, with nothing of it told.
    static Answered collect(StreamedAnswer answer) {
        var whole = new ByteArrayOutputStream();
        try (var body = answer.body()) {
            while (true) {
                switch (body.next()) {
                    case Part.Bytes(var bytes) -> {
                        whole.writeBytes(answer.framing().part(bytes));
                        if (whole.size() > WHOLE_AT_MOST) {
                            return new Answered.Refused(Reason.RESPONSE_TOO_LARGE);
                        }
                    }
                    case Part.End _ -> {
                        Headers headers = answer.framing().headers(answer.headers());
                        return new Answered.Whole(new Response(200, headers, whole.toByteArray()));
                    }
                    case Part.Broken(var reason) -> {
                        return new Answered.Refused(reason);
                    }
                }
            }
        }
    }

    /// What collecting came to.
    sealed interface Answered {
        record Whole(Response response) implements Answered {}

        record Refused(Reason reason) implements Answered {}
    }
}
