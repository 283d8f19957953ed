package io.sagegate.aws.call;

import java.util.concurrent.atomic.AtomicInteger;

/// Bounds how often this environment may repeat calls to a service, so that a failing service is not flooded.
/// Thread-safe.
final class RetryBudget {
    private static final int FULL = 500;
    private static final int REPETITION = 5;

    private final AtomicInteger left;

    RetryBudget() {
        this(FULL);
    }

    /// A budget of which a part may be used up.
    RetryBudget(int left) {
        this.left = new AtomicInteger(left);
    }

    boolean take() {
        return left.getAndUpdate(now -> now < REPETITION ? now : now - REPETITION) >= REPETITION;
    }

    /// Returns a small part of the budget after a successful call.
    void succeeded() {
        if (left.get() < FULL) {
            left.updateAndGet(now -> Math.min(FULL, now + 1));
        }
    }
}
