package io.sagegate.local.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request's line and headers, with the target exactly as it was sent.
record RequestHead(String method, String target, List<Header> headers) {
    static @Nullable RequestHead read(InputStream in) throws IOException {
        String line = Wire.line(in);
        if (line == null) {
            return null;
        }
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !parts[2].equals("HTTP/1.1") || !parts[0].matches("[A-Z]{1,20}")) {
            throw new MalformedRequest("not an HTTP/1.1 request line");
        }
        if (!parts[1].startsWith("/")) {
            throw new MalformedRequest("only origin-form targets");
        }
        return new RequestHead(parts[0], parts[1], Wire.headers(in));
    }
}
