package io.sagegate.aws.call;

import java.io.IOException;

/// Thrown if a call ends without a whole answer.
public final class CallException extends IOException {
    private static final long serialVersionUID = 1L;

    /// The reason why a call has no answer, which tells how far it got.
    public enum Fault {
        /// Nothing of the request went out.
        NOT_SENT,
        /// The time ran out; the request may have been carried out.
        TIMED_OUT,
        /// The connection broke; the request may have been carried out.
        BROKEN,
        /// The answer is larger than the caller allows.
        TOO_LARGE
    }

    private final Fault fault;

    CallException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
