package io.sagegate.lambda.rotation;

/// Thrown if a rotation must not continue. Secrets Manager shows the message to the secret's owner, so it says what
/// to do and contains no secret.
final class RotationRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RotationRefusedException(String message) {
        super(message);
    }
}
