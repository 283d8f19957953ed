package io.sagegate.limits.tokens;

/// A request of which nobody can tell what it asks for. The message quotes nothing of it.
public final class UncountableException extends Exception {
    private static final long serialVersionUID = 1L;

    UncountableException(String message) {
        super(message);
    }
}
