package io.sagegate.aws.call;

import static io.sagegate.schedules.Schedules.hold;
import static io.sagegate.schedules.Schedules.search;
import static io.sagegate.schedules.Schedules.share;
import static io.sagegate.schedules.Schedules.together;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Calls that want to be repeated at the same time.
final class RetryBudgetSchedules {
    /// The price of one repetition.
    private static final int ONE = 5;

    @Test
    void theLastRepetitionIsTakenOnce() {
        search(() -> {
            var budget = share(new RetryBudget(ONE));
            var taken = share(new AtomicInteger());
            together(
                    () -> taken.addAndGet(budget.take() ? 1 : 0),
                    () -> taken.addAndGet(budget.take() ? 1 : 0),
                    budget::succeeded);
            hold("one of two", taken.get() == 1);
        });
    }

    @Test
    void noSuccessIsLost() {
        search(() -> {
            var budget = share(new RetryBudget(ONE - 2));
            together(budget::succeeded, budget::succeeded);
            hold("both count", budget.take());
            hold("and nothing else", !budget.take());
        });
    }
}
