package io.sagegate.lambda.stream;

import io.sagegate.api.Response;
import io.sagegate.api.StreamExit;
import io.sagegate.http.Headers;
import io.sagegate.json.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;

/// An answer over the Runtime API's streaming mode: status and headers as JSON, eight NUL bytes, then the streamed
/// body. The trailers report a failure in the middle.
///
/// Source: Lambda Developer Guide, "Response streaming for custom runtimes"; API Gateway Developer Guide, "Lambda
/// proxy integration format for response streaming" (the head must fit into the first 16 KB).
final class StreamedResponse implements StreamExit {
    private static final String FIELDS = String.join(
            "\r\n",
            "Lambda-Runtime-Function-Response-Mode: streaming",
            "Content-Type: application/vnd.awslambda.http-integration-response",
            "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
            "");
    private static final int MAX_HEAD = 16_384;

    /// Number of NUL bytes between head and body, which Lambda requires.
    private static final int DELIMITER = 8;

    private final Connection connection;
    private final String path;
    private boolean begun;
    private boolean ended;

    StreamedResponse(Connection connection, String path) {
        this.connection = connection;
        this.path = path;
    }

    /// Whether any byte was sent, so that only the trailers can report an error.
    boolean begun() {
        return begun;
    }

    /// Whether the answer has been closed, whole or not.
    boolean ended() {
        return ended;
    }

    @Override
    public void send(Response response) throws IOException {
        begin(response.status(), response.headers());
        write(response.body());
        end();
    }

    /// Sends the whole answer as one payload, as AWS's own client does.
    void payload(byte[] payload) throws IOException {
        begun = true;
        ended = true;
        taken(connection.post(path, "Content-Type: application/json\r\n", payload));
    }

    @Override
    public void begin(int status, Headers headers) throws IOException {
        var head = head(status, headers);
        begun = true;
        connection.beginChunks(path, FIELDS);
        connection.chunk(head);
    }

    @Override
    public void write(byte[] piece) throws IOException {
        connection.chunk(piece);
    }

    @Override
    public void end() throws IOException {
        finish("");
    }

    @Override
    public void abort(String reasonCode) throws IOException {
        abort(new ErrorReport("Sagegate." + reasonCode, "The answer could not be finished."));
    }

    void abort(ErrorReport error) throws IOException {
        finish(RuntimeClient.ERROR_TYPE + ": " + error.type() + "\r\nLambda-Runtime-Function-Error-Body: "
                + Base64.getEncoder().encodeToString(error.json()) + "\r\n");
    }

    private void finish(String trailers) throws IOException {
        ended = true;
        taken(connection.endChunks(trailers));
    }

    private static void taken(Reply reply) throws IOException {
        if (reply.status() / 100 != 2) {
            throw new IOException("the Runtime API refused the answer with " + reply.status());
        }
    }

    private static byte[] head(int status, Headers headers) throws IOException {
        var json = JsonObject.utf8(out -> {
            out.writeNumberField("statusCode", status);
            out.writeObjectFieldStart("headers");
            headers.forEachJoined(out::writeStringField);
            out.writeEndObject();
        });
        if (json.length + DELIMITER > MAX_HEAD) {
            throw new IOException("the answer's head is over " + MAX_HEAD + " bytes");
        }
        return Arrays.copyOf(json, json.length + DELIMITER);
    }
}
