package io.sagegate.sim.table;

/// The request breaks DynamoDB's rules: a `ValidationException`.
final class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Invalid(String message) {
        super(message);
    }
}
