package io.sagegate.trace;

/// What goes to the model with a call, for its own logs and traces.
public record CallTrace(String requestId, String traceParent, TraceState traceState) {}
