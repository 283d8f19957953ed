package io.sagegate.trace;

/// The trace fields that go to the model with a call, for its own logs and traces.
public record CallTrace(String requestId, String traceParent, TraceState traceState) {}
