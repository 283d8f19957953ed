package io.sagegate.sim.world;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Takes the place of `CompletableFuture`: waits in virtual time.
public final class SimFuture<T> extends CompletableFuture<T> {
    @Override
    public T get() throws InterruptedException, ExecutionException {
        Sim.get().await(this::isDone, Long.MAX_VALUE);
        return super.get();
    }

    @Override
    public T get(long time, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (!Sim.get().await(this::isDone, unit.toNanos(time))) {
            throw new TimeoutException();
        }
        return super.get();
    }

    @Override
    public T join() {
        Sim.get().await(this::isDone, Long.MAX_VALUE);
        return super.join();
    }
}
