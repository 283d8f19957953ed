package io.sagegate.gateway;

import io.sagegate.audit.AuditEvent;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// Where a request stands in X-Ray's and W3C's traces.
///
/// Sources: X-Ray Developer Guide, "Tracing header"; W3C Trace Context §3.2.
///
/// @param root X-Ray's trace id, or empty
/// @param parent the id of the segment above, or empty
/// @param traceId the 32 hex digits that go on in `traceparent`
record TraceContext(String root, String parent, boolean sampled, String traceId) {
    private static volatile long salt;

    private static final Pattern ROOT = Pattern.compile("1-([0-9a-f]{8})-([0-9a-f]{24})");
    private static final Pattern SPAN = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern TRACE_PARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    /// @param xray the tracing header as Lambda gives it; anything else counts as none
    /// @param traceParent the caller's own header; a malformed one is dropped, as the standard says
    static TraceContext of(String xray, Optional<String> traceParent) {
        var root = "";
        var parent = "";
        var sampled = false;
        for (var field : xray.split(";", 8)) {
            if (field.startsWith("Root=") && ROOT.matcher(field.substring(5)).matches()) {
                root = field.substring(5);
            } else if (field.startsWith("Parent=")
                    && SPAN.matcher(field.substring(7)).matches()) {
                parent = field.substring(7);
            } else if (field.equals("Sampled=1")) {
                sampled = true;
            }
        }
        return new TraceContext(root, parent, sampled, traceId(root, traceParent));
    }

    private static String traceId(String root, Optional<String> traceParent) {
        var given = traceParent.map(TRACE_PARENT::matcher).filter(matcher -> matcher.matches());
        if (given.isPresent()) {
            return given.get().group(1);
        }
        var matcher = ROOT.matcher(root);
        return matcher.matches() ? matcher.group(1) + matcher.group(2) : newId() + newId();
    }

    /// In a copy of a snapshot: all copies' generators are in the same state, so their ids would be the same too.
    static void restart() {
        salt = new SecureRandom().nextLong();
    }

    /// Sixteen hex digits, never all zero: a span's id.
    static String newId() {
        var random = (ThreadLocalRandom.current().nextLong() ^ salt) | 1L;
        var hex = Long.toHexString(random);
        return "0".repeat(16 - hex.length()) + hex;
    }

    /// The `traceparent` for a call made in the given span.
    String traceParent(String spanId) {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    AuditEvent.Trace facts(String traceParent) {
        return new AuditEvent.Trace(root, parent, sampled, traceParent);
    }
}
