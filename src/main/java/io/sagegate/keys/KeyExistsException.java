package io.sagegate.keys;

/// The fault that another key already has this id.
public final class KeyExistsException extends Exception {
    private static final long serialVersionUID = 1L;

    public KeyExistsException(String id) {
        super("there is another key with the id " + id);
    }
}
