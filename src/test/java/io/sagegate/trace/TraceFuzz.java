package io.sagegate.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.http.Headers;
import java.nio.charset.StandardCharsets;

/// X-Ray's header on the first line, the caller's `traceparent` and `tracestate` after it: what goes on is always
// well-formed.
public final class TraceFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        var lines = new String(input, StandardCharsets.UTF_8).split("\n", 3);
        var headers = new Headers.Builder();
        for (var i = 1; i < lines.length; i++) {
            headers.add(i == 1 ? "traceparent" : "tracestate", lines[i]);
        }
        var trace = TraceContext.of(lines[0], headers.build());
        assertThat(trace.traceParent(TraceContext.newId()))
                .matches("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[0-3]");
        assertThat(trace.root()).matches("(1-[0-9a-f]{8}-[0-9a-f]{24})?");
        assertThat(trace.parent()).matches("([0-9a-f]{16})?");
    }
}
