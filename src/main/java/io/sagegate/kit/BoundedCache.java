package io.sagegate.kit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A cache with a bounded number of entries: the least recently used one is removed first. An entry may also expire,
/// at the instant that its value states. Thread-safe: each method is one atomic step.
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

    /// Makes a cache whose entries stay until others displace them.
    public static <K, V> BoundedCache<K, V> of(int capacity) {
        return new BoundedCache<>(capacity, _ -> Instant.MAX, () -> Instant.EPOCH);
    }

    /// Makes a cache whose entries also expire.
    ///
    /// @param end the instant at which a value is no longer found
    public static <K, V> BoundedCache<K, V> expiring(int capacity, Function<V, Instant> end, InstantSource clock) {
        return new BoundedCache<>(capacity, end, clock);
    }

    /// Returns the value of a key. Empty if there is none, or if it has expired.
    public synchronized Optional<V> get(K key) {
        var value = Optional.ofNullable(entries.get(key));
        if (value.isPresent() && !clock.instant().isBefore(end.apply(value.get()))) {
            entries.remove(key);
            return Optional.empty();
        }
        return value;
    }

    /// Returns the value of a key. If there is none, makes and keeps one. The maker runs under the cache's lock, so
    /// it must be quick.
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

    /// The number of entries, including expired ones.
    public synchronized int size() {
        return entries.size();
    }
}
