package io.sagegate.local.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads lines and header blocks off a socket, bounded.
final class Wire {
    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_HEADERS = 200;

    private Wire() {}

    /// The next line without its end, or null if the peer closed before it sent any byte.
    static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                if (line.size() == 0) {
                    return null;
                }
                throw new EOFException("connection closed inside a line");
            }
            if (line.size() >= MAX_LINE) {
                throw new MalformedRequest("line too long");
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    static List<Header> headers(InputStream in) throws IOException {
        List<Header> headers = new ArrayList<>();
        for (String line = line(in); ; line = line(in)) {
            if (line == null) {
                throw new EOFException("connection closed inside the headers");
            }
            if (line.isEmpty()) {
                return List.copyOf(headers);
            }
            if (headers.size() >= MAX_HEADERS) {
                throw new MalformedRequest("too many headers");
            }
            headers.add(header(line));
        }
    }

    private static Header header(String line) throws MalformedRequest {
        int colon = line.indexOf(':');
        if (colon < 1) {
            throw new MalformedRequest("header line without a name");
        }
        try {
            return new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip());
        } catch (IllegalArgumentException e) {
            throw new MalformedRequest("bad header: " + e.getMessage());
        }
    }
}
