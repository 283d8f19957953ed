package io.sagegate.trace;

import io.sagegate.http.Headers;
import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// Where a request stands in X-Ray's and W3C's traces: what goes on to the model, and back to the caller.
///
/// Sources: X-Ray Developer Guide, "Tracing header"; W3C Trace Context §3 and §4.3.
///
/// @param root X-Ray's trace id, or empty
/// @param parent the id of the segment above, or empty
/// @param sampled whether X-Ray records this request
/// @param trace the W3C trace: the caller's where it has a valid one, else X-Ray's, else a fresh one
/// @param state the caller's `tracestate`, where its trace goes on
public record TraceContext(String root, String parent, boolean sampled, TraceParent trace, TraceState state) {
    private static volatile long salt;

    /// What the standard wants carried at least.
    private static final int MOST_STATE = 512;

    private static final Pattern ROOT = Pattern.compile("1-(?!0{8}-0{24})([0-9a-f]{8})-([0-9a-f]{24})");
    private static final Pattern SPAN = Pattern.compile("(?!0{16})[0-9a-f]{16}");

    /// Reads the trace of a request.
    ///
    /// @param xray the tracing header as Lambda gives it; anything else counts as none
    /// @param caller the request's own headers
    public static TraceContext of(String xray, Headers caller) {
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
        var given = TraceParent.of(caller.all("traceparent"));
        var recorded = sampled ? TraceParent.SAMPLED : 0;
        return given.isPresent()
                ? new TraceContext(
                        root,
                        parent,
                        sampled,
                        new TraceParent(given.get().traceId(), given.get().flags() | recorded),
                        TraceState.of(caller.all("tracestate")))
                : new TraceContext(
                        root, parent, sampled, new TraceParent(freshTraceId(root), recorded), TraceState.NONE);
    }

    private static String freshTraceId(String root) {
        var matcher = ROOT.matcher(root);
        return matcher.matches() ? matcher.group(1) + matcher.group(2) : newId() + newId();
    }

    /// In a copy of a snapshot: all copies' generators are in the same state, so their ids would be the same too.
    public static void restart() {
        salt = new SecureRandom().nextLong();
    }

    /// Sixteen hex digits, never all zero: a span's id.
    public static String newId() {
        var random = (ThreadLocalRandom.current().nextLong() ^ salt) | 1L;
        var hex = Long.toHexString(random);
        return "0".repeat(16 - hex.length()) + hex;
    }

    /// The `traceparent` of the given span.
    public String traceParent(String spanId) {
        return "00-" + trace.traceId() + "-" + spanId + "-0" + trace.flags();
    }

    /// What an answer carries, so that its caller finds the request in the log and in either trace.
    public Headers answer(String requestId) {
        var span = SpanId.ofRequest(requestId);
        var headers = new Headers.Builder().add("x-request-id", requestId).add("traceparent", traceParent(span));
        var kept = state.header(MOST_STATE);
        if (!kept.isEmpty()) {
            headers.add("tracestate", kept);
        }
        if (!root.isEmpty()) {
            headers.add("x-amzn-trace-id", "Root=" + root + ";Parent=" + span + ";Sampled=" + (sampled ? "1" : "0"));
        }
        return headers.build();
    }

    public TraceFacts facts(String traceParent) {
        return new TraceFacts(root, parent, sampled, traceParent);
    }
}
