package io.sagegate.local.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// One request and the answer to it.
public final class Exchange {
    private static final int MAX_DRAIN = 16 * 1024 * 1024;

    private final Socket socket;
    private final BufferedInputStream in;
    private final OutputStream out;
    private final RequestHead head;
    private final RequestBody body;
    private boolean answered;
    private boolean aborted;

    Exchange(Socket socket, BufferedInputStream in, OutputStream out, RequestHead head) throws IOException {
        this.socket = socket;
        this.in = in;
        this.out = out;
        this.head = head;
        this.body = RequestBody.of(head, in, out);
    }

    public String method() {
        return head.method();
    }

    /// The path as sent: nothing decoded, nothing normalised.
    public String rawPath() {
        return head.target().split("\\?", 2)[0];
    }

    public String rawQuery() {
        String[] parts = head.target().split("\\?", 2);
        return parts.length == 2 ? parts[1] : "";
    }

    public List<Header> headers() {
        return head.headers();
    }

    public Optional<String> header(String name) {
        return Header.first(head.headers(), name);
    }

    public InputStream body() {
        return body;
    }

    /// Trailers after a chunked body; empty until the body was read to its end.
    public Optional<String> trailer(String name) {
        return Header.first(body.trailers(), name);
    }

    public String remoteAddress() {
        return socket.getInetAddress().getHostAddress();
    }

    public int remotePort() {
        return socket.getPort();
    }

    public void answer(int status, List<Header> headers, byte[] content) throws IOException {
        StringBuilder text = start(status, headers);
        boolean bodiless = status == 204 || status == 304;
        if (!bodiless) {
            text.append("content-length: ").append(content.length).append("\r\n");
        }
        out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!bodiless && !head.method().equals("HEAD")) {
            out.write(content);
        }
        out.flush();
    }

    /// Starts an answer of unknown length. A closed stream ends it well, [#abort()] does not.
    public OutputStream answerInChunks(int status, List<Header> headers) throws IOException {
        StringBuilder text = start(status, headers).append("transfer-encoding: chunked\r\n\r\n");
        out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return new ChunkedBody(out);
    }

    private StringBuilder start(int status, List<Header> headers) {
        if (answered) {
            throw new IllegalStateException("answered twice");
        }
        answered = true;
        StringBuilder text = new StringBuilder("HTTP/1.1 ").append(status).append(" \r\n");
        headers.forEach(
                h -> text.append(h.name()).append(": ").append(h.value()).append("\r\n"));
        return text;
    }

    /// Cuts the connection, so that the peer does not take a part for the whole answer.
    public void abort() throws IOException {
        aborted = true;
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /// Whether the peer hung up. It may be asked only between requests or after the body was read.
    public boolean peerClosed() {
        try {
            socket.setSoTimeout(1);
            in.mark(1);
            if (in.read() < 0) {
                return true;
            }
            in.reset();
            return false;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        } finally {
            restoreTimeout();
        }
    }

    private void restoreTimeout() {
        try {
            socket.setSoTimeout(0);
        } catch (IOException e) {
            aborted = true;
        }
    }

    /// Makes the connection ready for the next request; false if the connection must be closed.
    boolean finish() throws IOException {
        if (aborted || !answered || body.neverAsked()) {
            return false;
        }
        byte[] buffer = new byte[8192];
        int drained = 0;
        while (!body.ended() && drained < MAX_DRAIN) {
            drained += Math.max(0, body.read(buffer, 0, buffer.length));
        }
        boolean close =
                header("connection").filter(v -> v.equalsIgnoreCase("close")).isPresent();
        return body.ended() && !close;
    }
}
