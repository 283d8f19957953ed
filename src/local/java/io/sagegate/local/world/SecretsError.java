package io.sagegate.local.world;

/// An error under Secrets Manager's own name.
final class SecretsError extends Exception {
    private static final long serialVersionUID = 1L;
    private final String type;

    SecretsError(String type, String message) {
        super(message, null, false, false);
        this.type = type;
    }

    String type() {
        return type;
    }
}
