package io.sagegate.cli.console;

import org.jspecify.annotations.Nullable;

/// Returns fields that picocli has set by the time a command runs.
public final class Given {
    private Given() {}

    public static <T> T value(@Nullable T injected) {
        if (injected == null) {
            throw new IllegalStateException("picocli did not set a required field");
        }
        return injected;
    }
}
