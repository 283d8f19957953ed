package io.sagegate.local;

import java.util.ArrayDeque;
import java.util.Deque;

/// The parts that were started. They are ended once, the last one first.
final class Parts implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private boolean closed;

    /// Adds a part, which is ended with the others. A part that comes too late is ended at once.
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
