package io.sagegate.audit;

/// Port: the destination of audit events. Thread-safe. Each line has left the process before `write` returns.
public interface AuditLog {
    void write(AuditEvent event);
}
