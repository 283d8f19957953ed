package io.sagegate.lambda.stream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// An HTTP/1.1 answer of the Runtime API, read as a whole and within bounds.
///
/// Source: RFC 9112.
///
/// @param headers by lower-case name; a repeated field has its last value
record Reply(int status, Map<String, String> headers, byte[] body) {
    private static final int MAX_LINE = 32_768;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_BODY = 16 * 1024 * 1024;
    private static final byte[] NOTHING = {};

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}");
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]{1,7}");

    static Reply read(InputStream in) throws IOException {
        var status = status(line(in));
        while (status / 100 == 1) {
            headers(in);
            status = status(line(in));
        }
        var headers = headers(in);
        return new Reply(status, headers, body(in, status, headers));
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    private boolean has(String name, String value) {
        return header(name).toLowerCase(Locale.ROOT).contains(value);
    }

    /// Whether the next request may use the same connection.
    boolean keepsConnection() {
        return !has("connection", "close");
    }

    private static int status(String line) throws IOException {
        if (!STATUS_LINE.matcher(line).matches()) {
            throw new ProtocolException("not an HTTP status line");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (var i = 0; i <= MAX_HEADERS; i++) {
            var line = line(in);
            if (line.isEmpty()) {
                return headers;
            }
            var colon = line.indexOf(':');
            if (colon < 1) {
                throw new ProtocolException("a header line without a name");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        throw new ProtocolException("too many header lines");
    }

    private static byte[] body(InputStream in, int status, Map<String, String> headers) throws IOException {
        if (status == 204 || status == 304) {
            return NOTHING;
        }
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return chunks(in);
        }
        return whole(in, length(headers.getOrDefault("content-length", "0"), 10));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = NOTHING;
        while (true) {
            var size = length(line(in).split(";", 2)[0].strip(), 16);
            if (size == 0) {
                headers(in);
                return body;
            }
            if (body.length + size > MAX_BODY) {
                throw new ProtocolException("a body over " + MAX_BODY + " bytes");
            }
            var chunk = whole(in, size);
            var start = body.length;
            body = Arrays.copyOf(body, start + size);
            System.arraycopy(chunk, 0, body, start, size);
            if (!line(in).isEmpty()) {
                throw new ProtocolException("a chunk without an end");
            }
        }
    }

    private static int length(String text, int radix) throws IOException {
        if (!(radix == 10 ? DECIMAL : HEXADECIMAL).matcher(text).matches()) {
            throw new ProtocolException("not a length");
        }
        var length = Integer.parseInt(text, radix);
        if (length > MAX_BODY) {
            throw new ProtocolException("a body over " + MAX_BODY + " bytes");
        }
        return length;
    }

    private static byte[] whole(InputStream in, int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended inside a body");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        var line = new byte[128];
        var length = 0;
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended inside a head");
            }
            if (length == MAX_LINE) {
                throw new ProtocolException("a line over " + MAX_LINE + " bytes");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = (byte) next;
        }
        var end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, end, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return "Reply[" + status + ", " + body.length + " bytes]";
    }
}
