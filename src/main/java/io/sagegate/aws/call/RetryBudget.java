package io.sagegate.aws.call;

import java.util.concurrent.atomic.AtomicInteger;

/// How many repetitions a service may still get from this environment: a service in trouble is not asked many times as
/// often as one that is well. Thread-safe.
final class RetryBudget {
    private static final int FULL = 500;
    private static final int REPETITION = 5;

    private final AtomicInteger left = new AtomicInteger(FULL);

    boolean take() {
        return left.getAndUpdate(now -> now < REPETITION ? now : now - REPETITION) >= REPETITION;
    }

    /// Gives a little back.
    void succeeded() {
        if (left.get() < FULL) {
            left.updateAndGet(now -> Math.min(FULL, now + 1));
        }
    }
}
