package io.sagegate.aws.call;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpRequest;
import software.amazon.awssdk.crt.http.HttpRequestBodyStream;

/// A request that is not signed yet. It may be sent several times.
///
/// @param path percent-encoded, starting with a slash
/// @param hash SHA-256 of the body in hex, where it is known already
public record Outgoing(String method, String path, Fields fields, byte[] body, Optional<String> hash) {
    public Outgoing(String method, String path, Fields fields, byte[] body) {
        this(method, path, fields, body, Optional.empty());
    }

    public static Outgoing post(String path, Fields fields, byte[] body) {
        return new Outgoing("POST", path, fields, body);
    }

    /// The same with the hash of its body, so that nobody computes it again.
    public Outgoing hashed(Optional<String> sha256) {
        return new Outgoing(method, path, fields, body, sha256);
    }

    /// Returns the request for a server, with the fields that HTTP itself needs.
    HttpRequest to(Origin origin) {
        return with(headers(origin));
    }

    /// The request's own fields, and those that HTTP itself needs.
    List<HttpHeader> headers(Origin origin) {
        List<HttpHeader> all = new ArrayList<>(16);
        all.add(new HttpHeader("Host", origin.authority()));
        all.add(new HttpHeader("User-Agent", "sagegate"));
        fields.addTo(all);
        if (!method.equals("GET")) {
            all.add(new HttpHeader("Content-Length", Integer.toString(body.length)));
        }
        return all;
    }

    HttpRequest with(List<HttpHeader> headers) {
        return new HttpRequest(
                method, path, headers.toArray(HttpHeader[]::new), body.length == 0 ? null : new Body(body));
    }

    @Override
    public String toString() {
        return "Outgoing[" + method + ", " + body.length + " bytes]";
    }

    /// The request's body, as the connection reads it.
    private static final class Body implements HttpRequestBodyStream {
        private final byte[] bytes;
        private int position;

        Body(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean sendRequestBody(ByteBuffer out) {
            var step = Math.min(out.remaining(), bytes.length - position);
            out.put(bytes, position, step);
            position += step;
            return position == bytes.length;
        }

        @Override
        public boolean resetPosition() {
            position = 0;
            return true;
        }

        @Override
        public long getLength() {
            return bytes.length;
        }
    }
}
