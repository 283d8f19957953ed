package io.sagegate.sim.world;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Takes the place of `LinkedBlockingQueue`: waits in virtual time.
public final class SimQueue<E> extends LinkedBlockingQueue<E> {
    private static final long serialVersionUID = 1L;

    @Override
    public E poll(long time, TimeUnit unit) {
        Sim.get().await(() -> !isEmpty(), unit.toNanos(time));
        return poll();
    }
}
