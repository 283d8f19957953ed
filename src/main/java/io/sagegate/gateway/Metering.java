package io.sagegate.gateway;

import io.sagegate.limits.tokens.Usage;

/// What is known of an answer so far, while it streams and after.
interface Metering {
    /// The tokens used so far.
    Usage usage();

    /// Whether the model has told of a failure in the middle of its answer.
    boolean failed();

    /// What is known of an answer that is whole.
    static Metering of(Usage usage) {
        return new Whole(usage);
    }

    /// An answer that is whole.
    record Whole(Usage usage) implements Metering {
        @Override
        public boolean failed() {
            return false;
        }
    }
}
