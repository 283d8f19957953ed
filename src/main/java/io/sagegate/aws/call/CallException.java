package io.sagegate.aws.call;

import java.io.IOException;

/// A call without a whole answer.
public final class CallException extends IOException {
    private static final long serialVersionUID = 1L;

    /// How far the call got.
    public enum Fault {
        /// Nothing of the request went out.
        NOT_SENT,
        /// The time is over; the request may have been carried out.
        TIMED_OUT,
        /// The connection broke; the request may have been carried out.
        BROKEN,
        /// The answer is larger than was asked for.
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
