package io.sagegate.cli.policy.prove;

/// A policy is of a kind that the prover cannot judge. The message says which.
public final class UndecidedException extends Exception {
    private static final long serialVersionUID = 1L;

    UndecidedException(String message) {
        super(message);
    }
}
