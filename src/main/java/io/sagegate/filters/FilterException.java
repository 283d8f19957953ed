package io.sagegate.filters;

/// The answer cannot be filtered as the grant demands: nothing more of it may leave. The message quotes
/// nothing of the answer.
public final class FilterException extends Exception {
    private static final long serialVersionUID = 1L;

    public FilterException(String message) {
        super(message);
    }
}
