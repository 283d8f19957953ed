package io.sagegate.local.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// A request's body as it arrives: by length or by chunks, with the trailers that may follow.
final class RequestBody extends InputStream {
    private static final long CHUNKED = -1;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final OutputStream out;
    private final boolean chunked;
    private boolean expectsContinue;
    private long left;
    private boolean firstChunk = true;
    private boolean ended;
    private List<Header> trailers = List.of();

    private RequestBody(InputStream in, OutputStream out, long length, boolean expectsContinue) {
        this.in = in;
        this.out = out;
        this.chunked = length == CHUNKED;
        this.left = chunked ? 0 : length;
        this.ended = length == 0;
        this.expectsContinue = expectsContinue;
    }

    static RequestBody of(RequestHead head, InputStream in, OutputStream out) throws MalformedRequest {
        boolean waits = Header.first(head.headers(), "expect")
                .filter(v -> v.equalsIgnoreCase("100-continue"))
                .isPresent();
        return new RequestBody(in, out, length(head.headers()), waits);
    }

    private static long length(List<Header> headers) throws MalformedRequest {
        List<String> lengths = values(headers, "content-length");
        List<String> codings = values(headers, "transfer-encoding");
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty() || !codings.equals(List.of("chunked"))) {
                throw new MalformedRequest("ambiguous body length");
            }
            return CHUNKED;
        }
        if (lengths.isEmpty()) {
            return 0;
        }
        if (lengths.size() > 1 || !lengths.getFirst().matches("[0-9]{1,12}")) {
            throw new MalformedRequest("bad content-length");
        }
        return Long.parseLong(lengths.getFirst());
    }

    private static List<String> values(List<Header> headers, String name) {
        return headers.stream()
                .filter(h -> h.is(name))
                .map(h -> h.value().toLowerCase(Locale.ROOT))
                .toList();
    }

    /// The trailers; empty until the body was read to its end.
    List<Header> trailers() {
        return trailers;
    }

    boolean ended() {
        return ended;
    }

    /// Whether the client still waits for permission to send the body: no byte of it is on the wire.
    boolean neverAsked() {
        return expectsContinue;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        invite();
        if (left == 0) {
            nextChunk();
            if (ended) {
                return -1;
            }
        }
        int n = in.read(buffer, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw new EOFException("connection closed inside the body");
        }
        left -= n;
        ended = !chunked && left == 0;
        return n;
    }

    private void invite() throws IOException {
        if (expectsContinue) {
            expectsContinue = false;
            out.write(CONTINUE);
            out.flush();
        }
    }

    private void nextChunk() throws IOException {
        if (!firstChunk && !"".equals(Wire.line(in))) {
            throw new MalformedRequest("chunk without an end");
        }
        firstChunk = false;
        String line = Wire.line(in);
        if (line == null) {
            throw new EOFException("connection closed inside the body");
        }
        String size = line.split(";", 2)[0].strip();
        if (!size.matches("[0-9a-fA-F]{1,8}")) {
            throw new MalformedRequest("bad chunk size");
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            trailers = Wire.headers(in);
            ended = true;
        }
    }
}
