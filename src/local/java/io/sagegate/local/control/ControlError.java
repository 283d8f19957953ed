package io.sagegate.local.control;

/// An error that a control plane answers.
final class ControlError extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;

    ControlError(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    static ControlError unknown(String operation) {
        return new ControlError(400, "UnknownOperationException", "this stand-in does not know " + operation);
    }
}
