package io.sagegate.local.control;

import java.nio.file.Path;

/// The log group of the gateway.
public final class HeldLogGroup {
    final String name;
    final Path lines;

    /// 0 for ever.
    int retentionDays = 365;

    HeldLogGroup(String name, Path lines) {
        this.name = name;
        this.lines = lines;
    }

    public void retain(int days) {
        retentionDays = days;
    }
}
