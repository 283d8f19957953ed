package io.sagegate.cli.call;

import java.io.IOException;

/// AWS answered a call with an error.
public final class CallRefusedException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;

    CallRefusedException(int status, String code, String message) {
        super(code + " " + message);
        this.status = status;
        this.code = code;
    }

    /// The error's name, such as `AccessDenied`.
    public String code() {
        return code;
    }

    /// Whether the caller has no right to it.
    public boolean isDenied() {
        return code.startsWith("AccessDenied") || code.startsWith("Unauthorized") || code.startsWith("NotAuthorized");
    }

    /// Whether the thing asked about is not there.
    public boolean isMissing() {
        return status == 404
                || code.startsWith("ResourceNotFound")
                || code.startsWith("NoSuchEntity")
                || (code.equals("ValidationError")
                        && String.valueOf(getMessage()).contains("does not exist"));
    }

    /// Whether the same call may work a little later.
    boolean isTransient() {
        return status == 429 || status >= 500 || code.contains("Throttl") || code.startsWith("TooManyRequests");
    }
}
