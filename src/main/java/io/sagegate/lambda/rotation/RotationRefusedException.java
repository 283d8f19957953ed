package io.sagegate.lambda.rotation;

/// A rotation that must not go on. Secrets Manager shows the message to whoever looks after the secret, so it
/// says what to do and holds no secret.
final class RotationRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RotationRefusedException(String message) {
        super(message);
    }
}
