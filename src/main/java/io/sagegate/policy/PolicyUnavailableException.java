package io.sagegate.policy;

import org.jspecify.annotations.Nullable;

/// The policy could not be read, or an item in it breaks its rules. Nothing is allowed then.
public final class PolicyUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public PolicyUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
