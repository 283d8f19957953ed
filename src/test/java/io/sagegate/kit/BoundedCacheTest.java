package io.sagegate.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BoundedCacheTest {
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void theLeastRecentlyUsedEntryLeavesFirst() {
        var cache = BoundedCache.<String, Integer>of(2);
        cache.put("a", 1);
        cache.put("b", 2);
        assertThat(cache.get("a")).hasValue(1);
        cache.put("c", 3);
        assertThat(cache.get("b")).isEmpty();
        assertThat(cache.get("a")).hasValue(1);
        assertThat(cache.get("c")).hasValue(3);
    }

    @Test
    void aFloodOfKeysStaysWithinTheCapacity() {
        var cache = BoundedCache.<Integer, Integer>of(10);
        IntStream.range(0, 1_000).forEach(i -> cache.get(i, key -> key));
        assertThat(cache.size()).isEqualTo(10);
        assertThat(cache.get(999)).hasValue(999);
        assertThat(cache.get(989)).isEmpty();
    }

    @Test
    void anEntryEndsAtItsInstantAndIsMadeAnew() {
        var now = new AtomicReference<>(START);
        var cache = BoundedCache.<String, Instant>expiring(10, end -> end, now::get);
        cache.put("a", START.plusSeconds(1));
        now.set(START.plusSeconds(1).minusNanos(1));
        assertThat(cache.get("a")).isPresent();
        now.set(START.plusSeconds(1));
        assertThat(cache.get("a")).isEmpty();
        assertThat(cache.size()).isZero();
        assertThat(cache.get("a", _ -> START.plusSeconds(9))).isEqualTo(START.plusSeconds(9));
    }

    @Test
    void aValueIsMadeOnceWhileItIsHeld() {
        var made = new AtomicInteger();
        var cache = BoundedCache.<String, Integer>of(2);
        assertThat(cache.get("a", _ -> made.incrementAndGet())).isEqualTo(1);
        assertThat(cache.get("a", _ -> made.incrementAndGet())).isEqualTo(1);
        cache.remove("a");
        assertThat(cache.get("a", _ -> made.incrementAndGet())).isEqualTo(2);
        cache.clear();
        assertThat(cache.get("a")).isEmpty();
    }

    @Test
    void aCacheOfNothingIsRefused() {
        assertThatThrownBy(() -> BoundedCache.of(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
