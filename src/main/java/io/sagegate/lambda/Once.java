package io.sagegate.lambda;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes a value once, when it is first requested. So a cold start does not wait for parts that it does not need.
final class Once<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable T made;

    Once(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public T get() {
        var value = made;
        return value == null ? make() : value;
    }

    private T make() {
        lock.lock();
        try {
            var value = made;
            if (value == null) {
                value = maker.get();
                made = value;
            }
            return value;
        } finally {
            lock.unlock();
        }
    }
}
