package io.sagegate.audit;

import io.sagegate.kit.Deadline;

/// Port: the destination of audit events. Thread-safe. Each line has left the process before `write` returns.
public interface AuditLog {
    void write(AuditEvent event);

    /// The same, for an event whose answer must leave by an instant. Work that the line does not need is left out if it
    /// would take longer.
    default void write(AuditEvent event, Deadline by) {
        write(event);
    }
}
