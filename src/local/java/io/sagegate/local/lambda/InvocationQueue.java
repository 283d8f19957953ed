package io.sagegate.local.lambda;

import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/// The queue of events that wait for a free execution environment. It is bounded, and throttles when it is full.
final class InvocationQueue {
    private final BlockingDeque<Invocation> waiting;

    InvocationQueue(int capacity) {
        this.waiting = new LinkedBlockingDeque<>(capacity);
    }

    boolean offer(Invocation invocation) {
        return waiting.offerLast(invocation);
    }

    Optional<Invocation> poll(long millis) throws InterruptedException {
        return Optional.ofNullable(waiting.pollFirst(millis, TimeUnit.MILLISECONDS));
    }

    /// Puts back an event that was taken but never reached the function.
    void putBack(Invocation invocation) {
        if (!waiting.offerFirst(invocation)) {
            invocation.complete(new Outcome.Throttled());
        }
    }

    void withdraw(Invocation invocation) {
        waiting.remove(invocation);
    }

    /// Fails the next event in line, as Lambda does if an environment cannot start.
    void failNext(Outcome outcome) {
        Optional.ofNullable(waiting.pollFirst()).ifPresent(i -> i.complete(outcome));
    }
}
