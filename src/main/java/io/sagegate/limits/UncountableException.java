package io.sagegate.limits;

/// A request of which nobody can tell what it asks for. The message quotes nothing of it.
final class UncountableException extends Exception {
    private static final long serialVersionUID = 1L;

    UncountableException(String message) {
        super(message);
    }
}
