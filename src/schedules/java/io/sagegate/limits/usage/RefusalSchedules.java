package io.sagegate.limits.usage;

import static io.sagegate.schedules.Schedules.hold;
import static io.sagegate.schedules.Schedules.search;
import static io.sagegate.schedules.Schedules.share;
import static io.sagegate.schedules.Schedules.together;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.limits.TickingClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Calls that remember the refusals of each other.
final class RefusalSchedules {
    private static final long NOW = 1_000_000_000L;
    private static final Deadline LATER = Deadline.in(Duration.ofSeconds(1), new TickingClock("2026-11-23T10:00:00Z"));
    private static final Draw ALL = draw(100, "first");
    private static final Draw SOME = draw(50, "second");
    private static final Draw TOO_MUCH = draw(95, "third");

    /// Ten of a hundred tokens were used.
    private static final Settlement TEN =
            new Settlement("key", "first", ALL.holding(), List.of(new Settlement.Budget("tokens", 1, 100, 10)), NOW);

    private static Draw draw(long tokens, String hold) {
        return new Draw("key", List.of(new Take.Budget("tokens", 1, tokens, 100)), NOW, 60, hold);
    }

    private static boolean passes(UsageStore store, Draw draw) throws UsageUnavailableException {
        return store.take(List.of(draw), LATER) instanceof UsageStore.Outcome.Taken;
    }

    @Test
    void aRefusalIsForgottenOnceACallGaveBackEnough() {
        search(() -> {
            var store = share(new RememberedRefusals(new MemoryUsageStore()));
            hold("the first call passes", passes(store, ALL));
            together(
                    () -> {
                        store.settle(TEN, LATER);
                        hold("50 of 90 tokens", passes(store, SOME));
                    },
                    () -> hold("95 of 90 tokens", !passes(store, TOO_MUCH)));
        });
    }
}
