package io.sagegate.gateway.stream;

import io.sagegate.limits.tokens.Usage;

/// The usage of an answer, as known so far.
public interface Metering {
    /// The tokens used so far.
    Usage usage();

    /// Whether the model reported a failure in the middle of its answer.
    boolean failed();

    /// The usage of a whole answer.
    static Metering of(Usage usage) {
        return new Whole(usage);
    }

    /// A whole answer, with its final usage.
    record Whole(Usage usage) implements Metering {
        @Override
        public boolean failed() {
            return false;
        }
    }
}
