package io.sagegate.api;

import io.sagegate.http.Headers;

/// An HTTP answer with its whole body.
public record Response(int status, Headers headers, byte[] body) implements Answer {
    @Override
    public String toString() {
        return "Response[" + status + ", " + body.length + " bytes]";
    }
}
