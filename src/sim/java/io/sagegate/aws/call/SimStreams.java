package io.sagegate.aws.call;

import io.sagegate.aws.call.Pool.Lease;
import io.sagegate.sim.world.Net;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.crt.http.HttpClientConnection;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpHeaderBlock;
import software.amazon.awssdk.crt.http.HttpStream;

/// Answers whose pieces come while virtual time goes by, as the Common Runtime would hand them over.
final class SimStreams {
    /// A number of an error of the Common Runtime: the connection was closed.
    private static final int CLOSED = 2058;

    private SimStreams() {}

    static StreamedAnswer of(int status, Map<String, String> headers, List<Net.Piece> pieces) {
        var answer = new StreamedAnswer(new NoLease());
        var stream = new NoStream(status);
        var main = HttpHeaderBlock.MAIN.getValue();
        var fields = headers.entrySet().stream()
                .map(field -> new HttpHeader(field.getKey(), field.getValue()))
                .toArray(HttpHeader[]::new);
        answer.onResponseHeaders(stream, status, main, fields);
        answer.onResponseHeadersDone(stream, main);
        for (var piece : pieces) {
            switch (piece) {
                case Net.Piece.Bytes(var after, var bytes) ->
                    Net.later(after, () -> answer.onResponseBody(stream, bytes));
                case Net.Piece.End(var after, var broken) ->
                    Net.later(after, () -> answer.onResponseComplete(stream, broken ? CLOSED : 0));
                case Net.Piece.Silence _ -> {
                    // Nothing more comes.
                }
            }
        }
        return answer;
    }

    private static final class NoLease implements Lease {
        @Override
        public HttpClientConnection connection() {
            throw new UnsupportedOperationException("there is none");
        }

        @Override
        public void giveBack() {
            // There is none.
        }

        @Override
        public void drop() {
            // There is none.
        }
    }

    private static final class NoStream extends HttpStream {
        private final int status;

        NoStream(int status) {
            super(1);
            this.status = status;
        }

        @Override
        public int getResponseStatusCode() {
            return status;
        }
    }
}
