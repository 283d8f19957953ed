package io.sagegate.audit;

/// Port: where audit events go. Thread-safe; a line is out of the process before `write` returns.
public interface AuditLog {
    void write(AuditEvent event);
}
