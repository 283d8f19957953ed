package io.sagegate.local.lambda;

import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/// Events waiting for a free execution environment: a bounded room, then throttling.
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

    /// Gives back what was taken but never reached the function.
    void putBack(Invocation invocation) {
        if (!waiting.offerFirst(invocation)) {
            invocation.complete(new Outcome.Throttled());
        }
    }

    void withdraw(Invocation invocation) {
        waiting.remove(invocation);
    }

    /// Fails the next event in line, as Lambda does when an environment cannot start.
    void failNext(Outcome outcome) {
        Optional.ofNullable(waiting.pollFirst()).ifPresent(i -> i.complete(outcome));
    }
}
