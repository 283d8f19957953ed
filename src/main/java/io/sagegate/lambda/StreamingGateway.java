package io.sagegate.lambda;

import io.sagegate.api.StreamExit;
import io.sagegate.gateway.Gateway;
import java.io.IOException;
import java.time.Instant;

/// The gateway for our own runtime loop, which can stream answers. Thread-safe.
public final class StreamingGateway {
    private final Gateway gateway;
    private final EventReader events;
    private final Snapshots snapshots;

    /// Builds all parts from the environment.
    public StreamingGateway() {
        this(Composition.ofEnvironment());
    }

    StreamingGateway(Composition parts) {
        this.snapshots = new Snapshots(parts);
        this.gateway = parts.gateway();
        this.events = new EventReader(parts.settings().basePath());
    }

    /// Answers one event. When it returns, the answer and its record are complete.
    public void handle(byte[] event, String requestId, String traceHeader, Instant deadline, StreamExit exit)
            throws IOException {
        gateway.handle(events.read(event, requestId, traceHeader, deadline).request(), exit);
    }

    /// Answers one event with the payload that a proxy integration takes.
    public byte[] answer(byte[] event, String requestId, String traceHeader, Instant deadline) {
        var read = events.read(event, requestId, traceHeader, deadline);
        return gateway.handle(read.request(), response -> ResponseWriter.encode(response, read.restApi()));
    }

    /// Primes the gateway before a snapshot, so that every copy is warm.
    public void beforeSnapshot() {
        snapshots.prime();
    }

    /// Renews the gateway's state as the first work in a copy.
    public void afterRestore() {
        snapshots.renew();
    }
}
