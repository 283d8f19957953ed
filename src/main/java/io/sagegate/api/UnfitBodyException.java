package io.sagegate.api;

/// Thrown if a body does not fit its route. The message says what is wrong and what the route takes. It quotes nothing
/// of the body but the name of a member that occurs twice.
public final class UnfitBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    UnfitBodyException(String message) {
        super(message);
    }
}
