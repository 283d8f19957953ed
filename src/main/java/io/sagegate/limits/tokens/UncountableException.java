package io.sagegate.limits.tokens;

/// Thrown if nobody can tell how many tokens a request asks for. The message quotes nothing of it.
public final class UncountableException extends Exception {
    private static final long serialVersionUID = 1L;

    UncountableException(String message) {
        super(message);
    }
}
