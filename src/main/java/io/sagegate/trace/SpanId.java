package io.sagegate.trace;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The id of the gateway's own span. It is computed from the request's id, which AWS makes unique. A random number
/// could repeat in environments restored from one snapshot.
public final class SpanId {
    private SpanId() {}

    /// Returns sixteen hex digits (64-bit FNV-1a), the same in the audit line and in the trace.
    public static String ofRequest(String requestId) {
        var hash = 0xcbf29ce484222325L;
        for (var b : requestId.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001b3L;
        }
        return HexFormat.of().toHexDigits(hash == 0 ? 1 : hash);
    }
}
