package io.sagegate.audit;

/// Port: the destination of a finished request's metrics and traces. Thread-safe; never throws; never waits for a
/// network.
public interface Telemetry {
    void record(AuditEvent event);
}
