package io.sagegate.lambda;

import io.sagegate.gateway.Gateway;
import io.sagegate.gateway.StreamExit;
import java.io.IOException;
import java.time.Instant;

/// The same gateway as [GatewayHandler]'s, for a runtime that can stream. Thread-safe.
public final class StreamingGateway {
    private final Gateway gateway;
    private final EventReader events;

    /// Builds everything from the environment.
    public StreamingGateway() {
        var parts = Composition.ofEnvironment();
        this.gateway = parts.gateway();
        this.events = new EventReader(parts.settings().basePath());
    }

    /// Answers one event; when it returns, the answer and its record are complete.
    public void handle(byte[] event, String requestId, String traceHeader, Instant deadline, StreamExit exit)
            throws IOException {
        gateway.handle(events.read(event, requestId, traceHeader, deadline).request(), exit);
    }
}
