package io.sagegate.api;

import io.sagegate.http.Headers;

/// An HTTP answer with its whole body.
public record Response(int status, Headers headers, byte[] body) implements Answer {
    /// The same answer with further header fields.
    public Response with(Headers more) {
        return new Response(status, headers.with(more), body);
    }

    @Override
    public String toString() {
        return "Response[" + status + ", " + body.length + " bytes]";
    }
}
