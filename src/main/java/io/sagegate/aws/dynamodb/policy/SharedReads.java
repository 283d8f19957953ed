package io.sagegate.aws.dynamodb.policy;

import io.sagegate.policy.PolicyUnavailableException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/// Callers who want the same thing at the same time share one read and its outcome, even a failure. So no caller
/// waits for more than one read, whatever their number. Thread-safe.
final class SharedReads<K, T> {
    /// One read of the table, bounded in time.
    @FunctionalInterface
    interface Read<T> {
        T read() throws PolicyUnavailableException;
    }

    private final Map<K, CompletableFuture<T>> running = new ConcurrentHashMap<>();

    /// Reads, or waits for a read of the same key in progress.
    T get(K key, Read<T> read) throws PolicyUnavailableException {
        var mine = new CompletableFuture<T>();
        var others = running.putIfAbsent(key, mine);
        if (others != null) {
            return outcome(others);
        }
        try {
            mine.complete(read.read());
        } catch (Throwable e) {
            mine.completeExceptionally(e);
        } finally {
            running.remove(key, mine);
        }
        return outcome(mine);
    }

    private static <T> T outcome(CompletableFuture<T> read) throws PolicyUnavailableException {
        try {
            return read.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PolicyUnavailableException("interrupted while another call read the policy table", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case PolicyUnavailableException unavailable -> throw unavailable;
                case RuntimeException fault -> throw fault;
                case Error fault -> throw fault;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
