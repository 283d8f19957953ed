package io.sagegate.local;

import java.util.ArrayDeque;
import java.util.Deque;

/// What has been started, ended once, last one first.
final class Parts implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private boolean closed;

    /// Takes charge of a part; one that comes too late is ended at once.
    synchronized <T extends AutoCloseable> T add(T part) {
        started.push(part);
        if (closed) {
            close();
        }
        return part;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                System.err.println("could not be stopped cleanly: " + e);
            }
        }
    }
}
