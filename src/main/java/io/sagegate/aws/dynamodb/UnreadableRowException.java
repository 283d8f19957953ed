package io.sagegate.aws.dynamodb;

/// Thrown if a row of a table holds what no version of Sagegate writes, so somebody else has changed it. Only the
/// command line meets it: the gateway has [TableException].
public final class UnreadableRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableRowException(String message) {
        super(message);
    }
}
