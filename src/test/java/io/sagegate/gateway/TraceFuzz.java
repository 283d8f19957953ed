package io.sagegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// X-Ray's header on the first line, the caller's `traceparent` on the second: what goes on is always well-formed.
public final class TraceFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        var lines = new String(input, StandardCharsets.UTF_8).split("\n", 2);
        var trace = TraceContext.of(lines[0], lines.length > 1 ? Optional.of(lines[1]) : Optional.empty());
        assertThat(trace.traceParent(TraceContext.newId()))
                .matches("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[01]");
        assertThat(trace.root()).matches("(1-[0-9a-f]{8}-[0-9a-f]{24})?");
        assertThat(trace.parent()).matches("([0-9a-f]{16})?");
    }
}
