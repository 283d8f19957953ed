package io.sagegate.local.lambda;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A runtime that speaks the Runtime API over a bare socket, so that a test decides on every byte.
final class ScriptedRuntime implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    ScriptedRuntime(String authority) throws IOException {
        String[] parts = authority.split(":", 2);
        socket = new Socket(parts[0], Integer.parseInt(parts[1]));
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /// Polls for the next event and answers its request id.
    String next() throws IOException {
        send("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n");
        return field(head(), "lambda-runtime-aws-request-id");
    }

    void ask() throws IOException {
        send("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    void beginStream(String requestId) throws IOException {
        send("POST /2018-06-01/runtime/invocation/" + requestId + "/response HTTP/1.1\r\nHost: x\r\n"
                + "Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n"
                + "Content-Type: application/vnd.awslambda.http-integration-response\r\n"
                + "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n");
    }

    void chunk(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        send(Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n");
    }

    void endStream(String trailers) throws IOException {
        send("0\r\n" + trailers + "\r\n");
    }

    void respond(String requestId, String body) throws IOException {
        send("POST /2018-06-01/runtime/invocation/" + requestId + "/response HTTP/1.1\r\nHost: x\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    /// The next answer's status line and headers, its body skipped.
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("closed after: " + head);
            }
            head.append((char) c);
        }
        in.readNBytes(Integer.parseInt(field(head.toString(), "content-length")));
        return head.toString();
    }

    private static String field(String head, String name) {
        return head.lines()
                .filter(l -> l.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(l -> l.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
