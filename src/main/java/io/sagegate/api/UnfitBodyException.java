package io.sagegate.api;

/// A body that is not the one of its route. The message says what the route takes, and quotes nothing of the body.
public final class UnfitBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    UnfitBodyException(String message) {
        super(message);
    }
}
