package io.sagegate.local.world;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A call that [SageMakerFront] accepted: signed, and for an endpoint that exists.
///
/// @param accessKey the access key of its signature
/// @param operation `invocations`, `invocations-response-stream` or `async-invocations`
/// @param endpoint the endpoint's name
/// @param headers all headers, by lower-case name
/// @param size bytes of the body
/// @param body the body's first mebibyte
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RuntimeCall(
        String accessKey, String operation, String endpoint, Map<String, String> headers, int size, byte[] body) {
    public RuntimeCall {
        headers = Map.copyOf(headers);
    }

    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// Without headers (they carry a session token) and body.
    @Override
    public String toString() {
        return "RuntimeCall[" + accessKey + " " + operation + " " + endpoint + ", " + size + " bytes]";
    }
}
