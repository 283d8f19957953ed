package io.sagegate.cli;

/// Ends a command with an exit code and one message that says what happened and what to do.
final class CommandFailedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int exitCode;

    CommandFailedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
