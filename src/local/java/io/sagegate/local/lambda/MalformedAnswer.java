package io.sagegate.local.lambda;

/// The function answered something that is no HTTP response.
final class MalformedAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedAnswer(String message) {
        super(message);
    }
}
