package io.sagegate.filters;

/// A failure to filter an answer as the grant demands: no more of the answer may leave. The message quotes nothing
/// of the answer.
public final class FilterException extends Exception {
    private static final long serialVersionUID = 1L;

    public FilterException(String message) {
        super(message);
    }
}
