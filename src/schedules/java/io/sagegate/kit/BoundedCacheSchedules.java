package io.sagegate.kit;

import static io.sagegate.schedules.Schedules.hold;
import static io.sagegate.schedules.Schedules.search;
import static io.sagegate.schedules.Schedules.share;
import static io.sagegate.schedules.Schedules.together;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The cache that every other cache of the gateway is made of.
final class BoundedCacheSchedules {
    @Test
    void aValueIsMadeOnceForAll() {
        search(() -> {
            var cache = share(BoundedCache.<String, Integer>of(2));
            var made = new AtomicInteger();
            together(
                    () -> hold("the one value", cache.get("a", _ -> made.incrementAndGet()) == 1),
                    () -> hold("the one value", cache.get("a", _ -> made.incrementAndGet()) == 1));
            hold("made once", made.get() == 1);
        });
    }

    @Test
    void theBoundHoldsAndNoEntryIsTornFromItsKey() {
        search(() -> {
            var cache = share(BoundedCache.<Integer, Integer>of(2));
            together(
                    () -> {
                        cache.put(1, 10);
                        cache.put(2, 20);
                    },
                    () -> {
                        cache.put(3, 30);
                        cache.remove(1);
                    },
                    () -> hold("its own value", cache.get(3).orElse(30) == 30));
            hold("bounded", cache.size() <= 2);
            hold("its own value", cache.get(2).orElse(20) == 20);
        });
    }
}
