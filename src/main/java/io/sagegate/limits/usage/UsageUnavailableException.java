package io.sagegate.limits.usage;

import io.sagegate.kit.Deadline;
import org.jspecify.annotations.Nullable;

/// Thrown if usage could not be counted, in time or at all.
public final class UsageUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UsageUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// Refuses to ask the usage table once the call's time for counting is over.
    public static void throwIfPast(Deadline deadline) throws UsageUnavailableException {
        if (deadline.isPast()) {
            throw new UsageUnavailableException("no time is left to count the call", null);
        }
    }
}
