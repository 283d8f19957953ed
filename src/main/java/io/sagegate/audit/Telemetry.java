package io.sagegate.audit;

/// Port: metrics and traces of a finished request. Thread-safe; never throws, never blocks on a network.
public interface Telemetry {
    void record(AuditEvent event);
}
