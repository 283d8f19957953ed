package io.sagegate.aws.sts;

import org.jspecify.annotations.Nullable;

/// Thrown if the role that a grant names could not be assumed. The call must not be made with another role.
public final class RoleUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public RoleUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
