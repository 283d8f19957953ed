package io.sagegate.local.lambda;

/// The fault that the function's answer is no HTTP response.
final class MalformedAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedAnswer(String message) {
        super(message);
    }
}
