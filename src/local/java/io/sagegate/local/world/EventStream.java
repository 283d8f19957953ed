package io.sagegate.local.world;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/// Makes frames of AWS's event stream, as `InvokeEndpointWithResponseStream` answers them.
final class EventStream {
    private EventStream() {}

    static byte[] payloadPart(byte[] bytes) {
        return frame("event", ":event-type", "PayloadPart", "application/octet-stream", bytes);
    }

    /// `ErrorCode` is `ModelInvocationTimeExceeded` or `StreamBroken`.
    static byte[] modelStreamError(String errorCode, String message) {
        return exception("ModelStreamError", Map.of("ErrorCode", errorCode, "Message", message));
    }

    static byte[] internalStreamFailure() {
        return exception("InternalStreamFailure", Map.of("Message", "The stream processing failed."));
    }

    private static byte[] exception(String type, Map<String, Object> members) {
        return frame("exception", ":exception-type", type, "application/json", RuntimeError.json(members));
    }

    private static byte[] frame(String kind, String typeHeader, String type, String contentType, byte[] payload) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(typeHeader, HeaderValue.fromString(type));
        headers.put(":content-type", HeaderValue.fromString(contentType));
        headers.put(":message-type", HeaderValue.fromString(kind));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Message(headers, payload).encode(out);
        return out.toByteArray();
    }
}
