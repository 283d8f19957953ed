package io.sagegate.cli.console;

/// The failure of a command: an exit code, and one message that says what happened and what to do.
public final class CommandFailedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int exitCode;

    public CommandFailedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
