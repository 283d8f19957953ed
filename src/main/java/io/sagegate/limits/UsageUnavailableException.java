package io.sagegate.limits;

import org.jspecify.annotations.Nullable;

/// Usage could not be counted, in time or at all.
public final class UsageUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UsageUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
