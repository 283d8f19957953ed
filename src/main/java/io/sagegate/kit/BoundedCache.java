package io.sagegate.kit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A cache of at most so many entries: the least recently used one leaves first. An entry may also end by itself, at
/// the instant that its value states. Thread-safe: each method is one atomic step.
public final class BoundedCache<K, V> {
    private final int capacity;
    private final Function<V, Instant> end;
    private final InstantSource clock;
    private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > capacity;
        }
    };

    private BoundedCache(int capacity, Function<V, Instant> end, InstantSource clock) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a cache holds at least one entry");
        }
        this.capacity = capacity;
        this.end = end;
        this.clock = clock;
    }

    /// A cache whose entries stay until others push them out.
    public static <K, V> BoundedCache<K, V> of(int capacity) {
        return new BoundedCache<>(capacity, _ -> Instant.MAX, () -> Instant.EPOCH);
    }

    /// A cache whose entries also end.
    ///
    /// @param end the instant at which a value is no longer found
    public static <K, V> BoundedCache<K, V> expiring(int capacity, Function<V, Instant> end, InstantSource clock) {
        return new BoundedCache<>(capacity, end, clock);
    }

    /// The value of a key; empty when there is none, or when it has ended.
    public synchronized Optional<V> get(K key) {
        var value = Optional.ofNullable(entries.get(key));
        if (value.isPresent() && !clock.instant().isBefore(end.apply(value.get()))) {
            entries.remove(key);
            return Optional.empty();
        }
        return value;
    }

    /// The value of a key, made and kept when there is none. The maker runs under the cache's lock: it must be quick.
    public synchronized V get(K key, Function<K, V> maker) {
        return get(key).orElseGet(() -> {
            var made = maker.apply(key);
            entries.put(key, made);
            return made;
        });
    }

    public synchronized void put(K key, V value) {
        entries.put(key, value);
    }

    public synchronized void remove(K key) {
        entries.remove(key);
    }

    public synchronized void clear() {
        entries.clear();
    }

    /// How many entries are held, ended ones included.
    public synchronized int size() {
        return entries.size();
    }
}
