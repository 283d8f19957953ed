package io.sagegate.limits.notices;

/// Thrown if a threshold could not be told, or could not be marked as told.
public final class NoticeException extends Exception {
    private static final long serialVersionUID = 1L;

    public NoticeException(String message, Exception cause) {
        super(message, cause);
    }

    public NoticeException(String message) {
        super(message);
    }
}
