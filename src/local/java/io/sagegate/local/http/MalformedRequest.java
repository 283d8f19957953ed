package io.sagegate.local.http;

import java.io.IOException;

/// The fault that the peer does not speak HTTP/1.1; the connection cannot be used any further.
final class MalformedRequest extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedRequest(String message) {
        super(message);
    }
}
