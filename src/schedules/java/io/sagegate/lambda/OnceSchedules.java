package io.sagegate.lambda;

import static io.sagegate.schedules.Schedules.hold;
import static io.sagegate.schedules.Schedules.search;
import static io.sagegate.schedules.Schedules.share;
import static io.sagegate.schedules.Schedules.together;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Parts that are made when the first call needs them.
final class OnceSchedules {
    @Test
    void thePartIsMadeOnce() {
        search(() -> {
            var made = new AtomicInteger();
            var once = share(new Once<>(made::incrementAndGet));
            together(
                    () -> hold("the one part", once.get() == 1),
                    () -> hold("the one part", once.get() == 1),
                    () -> hold("the one part", once.get() == 1));
        });
    }
}
