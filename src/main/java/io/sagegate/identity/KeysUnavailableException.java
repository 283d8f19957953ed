package io.sagegate.identity;

/// An issuer's key set could not be had within the bounds.
public final class KeysUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public KeysUnavailableException(String message) {
        super(message);
    }
}
