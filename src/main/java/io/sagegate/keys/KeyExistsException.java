package io.sagegate.keys;

/// Another key has this id already.
public final class KeyExistsException extends Exception {
    private static final long serialVersionUID = 1L;

    public KeyExistsException(String id) {
        super("there is another key with the id " + id);
    }
}
