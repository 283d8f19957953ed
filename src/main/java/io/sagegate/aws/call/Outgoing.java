package io.sagegate.aws.call;

import java.nio.ByteBuffer;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpRequest;
import software.amazon.awssdk.crt.http.HttpRequestBodyStream;

/// A request that is not signed yet. It may be sent several times.
///
/// @param path percent-encoded, starting with a slash
public record Outgoing(String method, String path, Fields fields, byte[] body) {
    public static Outgoing post(String path, Fields fields, byte[] body) {
        return new Outgoing("POST", path, fields, body);
    }

    /// Returns the request for a server, with the fields that HTTP itself needs.
    HttpRequest to(Origin origin) {
        var given = fields.array();
        var fixed = method.equals("GET") ? 2 : 3;
        var all = new HttpHeader[given.length + fixed];
        all[0] = new HttpHeader("Host", origin.authority());
        all[1] = new HttpHeader("User-Agent", "sagegate");
        System.arraycopy(given, 0, all, 2, given.length);
        if (fixed == 3) {
            all[all.length - 1] = new HttpHeader("Content-Length", Integer.toString(body.length));
        }
        return new HttpRequest(method, path, all, body.length == 0 ? null : new Body(body));
    }

    @Override
    public String toString() {
        return "Outgoing[" + method + ", " + body.length + " bytes]";
    }

    /// The request's body, which the signer reads once and the connection reads once.
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
