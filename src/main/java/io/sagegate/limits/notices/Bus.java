package io.sagegate.limits.notices;

import io.sagegate.kit.Deadline;

/// Port: takes notices for whoever wants to know. Thread-safe.
@FunctionalInterface
public interface Bus {
    /// Hands one notice over. When this returns, the bus has it.
    void put(Notice notice, Deadline deadline) throws NoticeException;
}
