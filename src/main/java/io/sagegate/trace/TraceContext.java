package io.sagegate.trace;

import io.sagegate.http.Headers;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/// A request's place in X-Ray's and W3C's traces: the fields that go to the model and back to the caller.
///
/// Sources: X-Ray Developer Guide, "Tracing header"; W3C Trace Context §3 and §4.3.
///
/// @param root X-Ray's trace id, or empty
/// @param parent the id of the parent segment, or empty
/// @param sampled whether X-Ray records this request
/// @param trace the W3C trace: the caller's if it is valid, else X-Ray's, else a new one
/// @param state the caller's `tracestate`, if its trace continues
public record TraceContext(String root, String parent, boolean sampled, TraceParent trace, TraceState state) {
    private static volatile long salt;

    /// Characters of `tracestate` that are passed on: the least that the standard requires.
    private static final int MOST_STATE = 512;

    /// Characters of X-Ray's trace ids, such as `1-5759e988-bd862e3fe1be46a994272793`.
    private static final int ROOT_LENGTH = 35;

    private static final int ROOT_TIME = 2;
    private static final int ROOT_RANDOM = 11;
    private static final int SPAN_LENGTH = 16;

    /// Reads the trace of a request.
    ///
    /// @param xray the tracing header that Lambda gives; a malformed one counts as none
    /// @param caller the request's own headers
    public static TraceContext of(String xray, Headers caller) {
        var root = "";
        var parent = "";
        var sampled = false;
        for (var field : xray.split(";", 8)) {
            if (field.startsWith("Root=") && isRoot(field.substring(5))) {
                root = field.substring(5);
            } else if (field.startsWith("Parent=") && isSpan(field.substring(7))) {
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
        return root.isEmpty()
                ? newId() + newId()
                : root.substring(ROOT_TIME, ROOT_RANDOM - 1) + root.substring(ROOT_RANDOM);
    }

    private static boolean isRoot(String text) {
        return text.length() == ROOT_LENGTH
                && text.startsWith("1-")
                && text.charAt(ROOT_RANDOM - 1) == '-'
                && Hex.isHex(text, ROOT_TIME, ROOT_RANDOM - 1)
                && Hex.isHex(text, ROOT_RANDOM, ROOT_LENGTH)
                && !(Hex.isZero(text, ROOT_TIME, ROOT_RANDOM - 1) && Hex.isZero(text, ROOT_RANDOM, ROOT_LENGTH));
    }

    private static boolean isSpan(String text) {
        return text.length() == SPAN_LENGTH && Hex.isHex(text, 0, SPAN_LENGTH) && !Hex.isZero(text, 0, SPAN_LENGTH);
    }

    /// Call this in each copy of a snapshot. All copies' generators have the same state, so their ids would repeat.
    public static void restart() {
        salt = new SecureRandom().nextLong();
    }

    /// Makes the id of a span: sixteen hex digits, never all zero.
    public static String newId() {
        var random = (ThreadLocalRandom.current().nextLong() ^ salt) | 1L;
        return HexFormat.of().toHexDigits(random);
    }

    /// The `traceparent` of the given span.
    public String traceParent(String spanId) {
        return "00-" + trace.traceId() + "-" + spanId + "-0" + trace.flags();
    }

    /// The header fields of an answer by which the caller finds the request in the log and in either trace.
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
