package io.sagegate.identity;

/// The fault that an issuer's key set could not be had within the bounds of time and size.
public final class KeysUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public KeysUnavailableException(String message) {
        super(message);
    }
}
