package io.sagegate.api;

/// A body that is not the one of its route. The message says what is wrong and what the route takes. It quotes nothing
/// of the body but the name of a member that stands twice.
public final class UnfitBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    UnfitBodyException(String message) {
        super(message);
    }
}
