package io.sagegate.schedules;

import static io.sagegate.schedules.Schedules.search;
import static io.sagegate.schedules.Schedules.share;
import static io.sagegate.schedules.Schedules.together;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// The search itself: a test that can find nothing proves nothing.
final class SearchSchedules {
    private static final class Counter {
        private int count;

        void add() {
            count++;
        }
    }

    @Test
    void theSearchFindsALostUpdate() {
        assertThatThrownBy(() -> search(() -> {
                    var counter = share(new Counter());
                    together(counter::add, counter::add);
                    Schedules.hold("both additions count", counter.count == 2);
                }))
                .hasMessageContaining("both additions count");
    }

    @Test
    void theSearchFindsWhatOneOfTheThreadsThrows() {
        assertThatThrownBy(() -> search(() -> {
                    var counter = share(new Counter());
                    together(counter::add, () -> Schedules.hold("it counts first", counter.count == 1));
                }))
                .hasMessageContaining("it counts first");
    }
}
