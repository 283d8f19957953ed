package io.sagegate.lambda.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/// Runs an action if an invocation takes too long. One thread serves all invocations of a worker, and sleeps through
/// those that end in time.
final class Watchdog implements AutoCloseable {
    private static final long NEVER = Long.MIN_VALUE;

    /// Longest time that is watched, in days: no invocation lasts so long.
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Runnable late;
    private final Thread thread;
    private volatile long end = NEVER;
    private volatile boolean idle;
    private volatile boolean closed;

    Watchdog(Runnable late) {
        this.late = late;
        this.thread = Thread.ofVirtual().name("deadline").start(this::watch);
    }

    /// Watches an invocation until [#done()] is called.
    void begin(Instant last) {
        var left = Duration.between(Instant.now(), last);
        end = System.nanoTime() + (left.compareTo(LONGEST) < 0 ? left : LONGEST).toNanos();
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    synchronized void done() {
        end = NEVER;
    }

    private void watch() {
        while (!closed) {
            var known = end;
            if (known == NEVER) {
                idle = true;
                if (end == NEVER && !closed) {
                    LockSupport.park(this);
                }
                idle = false;
            } else if (known - System.nanoTime() > 0) {
                LockSupport.parkNanos(this, known - System.nanoTime());
            } else {
                act(known);
            }
        }
    }

    private synchronized void act(long known) {
        if (end == known) {
            end = NEVER;
            late.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
