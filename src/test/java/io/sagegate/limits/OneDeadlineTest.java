package io.sagegate.limits;

import static io.sagegate.limits.Calls.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Nanos;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// However many steps counting a call takes, they share one deadline. The clock is moved by the store alone, which
/// always takes all the time that it is given.
final class OneDeadlineTest {
    private static final Duration ALL = Duration.ofMillis(1_500);
    private static final Object[] LIMITS = {
        "1000 requests per second",
        Map.of("limit", "2000 requests per second", "scope", "role"),
        Map.of("limit", "900 requests per second", "scope", "endpoint"),
        "5 concurrent",
        "1000 tokens per day",
        Map.of("limit", "5 concurrent", "scope", "role"),
        Map.of("limit", "5 concurrent", "scope", "endpoint")
    };

    /// How the store answers a take, once the time is over.
    enum Takes {
        FAIL,
        SUCCEED,
        FIND_TOO_LITTLE,
        FIND_LESS_THAN_WANTED
    }

    private final TickingClock clock = new TickingClock("2026-11-23T10:00:00Z");
    private final SlowStore store = new SlowStore();
    private final Limiter limiter = new Limiter(store, clock);

    private final class SlowStore implements UsageStore {
        private final MemoryUsageStore memory = new MemoryUsageStore();
        private final List<String> asked = new ArrayList<>();
        private Takes takes = Takes.SUCCEED;
        private Duration longestStep = ALL;
        private Duration spent = Duration.ZERO;

        private void wait(String what, Deadline deadline) {
            asked.add(what);
            var time = deadline.within(longestStep).remaining();
            spent = spent.plus(time);
            clock.pass(time);
        }

        @Override
        public Outcome take(List<Draw> draws, Deadline deadline) throws UsageUnavailableException {
            wait("take", deadline);
            return switch (takes) {
                case FAIL -> throw new UsageUnavailableException("slow", null);
                case SUCCEED -> memory.take(draws, deadline);
                case FIND_TOO_LITTLE -> new Outcome.TooLittle(full(draws));
                case FIND_LESS_THAN_WANTED -> new Outcome.TooLittle(Map.of());
            };
        }

        private Map<String, UsageItem> full(List<Draw> draws) {
            var later = Nanos.of(clock.instant()) + Duration.ofMinutes(1).toNanos();
            return Map.of(draws.getFirst().key(), new UsageItem(Map.of("requests/second", later), Map.of()));
        }

        @Override
        public UsageItem settle(Settlement settlement, Deadline deadline) throws UsageUnavailableException {
            wait("settle", deadline);
            if (takes == Takes.FAIL) {
                throw new UsageUnavailableException("slow", null);
            }
            return memory.settle(settlement, deadline);
        }

        @Override
        public Map<String, UsageItem> read(Set<String> keys, Deadline deadline) {
            wait("read", deadline);
            return memory.read(keys, deadline);
        }

        @Override
        public void forget() {
            memory.forget();
        }
    }

    private Admission reserve(Object... limits) {
        return limiter.reserve(
                Calls.permit(limits),
                ALICE,
                Calls.tokens(10, 10),
                clock.instant().plusSeconds(30));
    }

    @ParameterizedTest
    @EnumSource(Takes.class)
    void batchesTakesUndoAndSettlementTogetherStayWithinIt(Takes takes) {
        store.takes = takes;
        if (reserve(LIMITS) instanceof Reservation reservation) {
            clock.pass(Duration.ofSeconds(20));
            assertThatThrownBy(() -> limiter.settle(reservation, Usage.of(1, 1)))
                    .isInstanceOf(UsageUnavailableException.class);
        }
        assertThat(store.asked).isNotEmpty();
        assertThat(store.spent).isLessThanOrEqualTo(ALL);
    }

    @ParameterizedTest
    @EnumSource(Takes.class)
    void manyStepsThatEachTakeAPartOfItStayWithinIt(Takes takes) {
        store.longestStep = Duration.ofMillis(350);
        batchesTakesUndoAndSettlementTogetherStayWithinIt(takes);
        assertThat(store.asked.size()).isLessThanOrEqualTo(6);
    }

    @Test
    void aSlowTakeLeavesTimeToSettleAndNoMore() {
        var reservation = (Reservation) reserve("5 concurrent", Map.of("limit", "5 concurrent", "scope", "role"));
        assertThat(store.spent).isEqualTo(Duration.ofMillis(1_200));
        clock.pass(Duration.ofSeconds(20));
        assertThatThrownBy(() -> limiter.settle(reservation, Usage.of(1, 1), in(Duration.ofMinutes(1))))
                .isInstanceOf(UsageUnavailableException.class);
        assertThat(store.asked).containsExactly("take", "settle");
        assertThat(store.spent).isEqualTo(ALL);
    }

    @Test
    void theSettlementIsOverByTheCallsOwnEndWhereThatIsEarlier() throws UsageUnavailableException {
        var reservation = (Reservation) reserve("5 concurrent");
        limiter.settle(reservation, Usage.of(1, 1), in(Duration.ofMillis(100)));
        assertThat(store.spent).isEqualTo(Duration.ofMillis(1_300));
    }

    @Test
    void everyItemOfALostTakeGetsItsShareOfTheTimeToUndoIt() {
        store.takes = Takes.FAIL;
        var admission = reserve(
                "5 concurrent",
                Map.of("limit", "5 concurrent", "scope", "role"),
                Map.of("limit", "5 concurrent", "scope", "endpoint"));
        assertThat(admission).isInstanceOf(Admission.Unavailable.class);
        assertThat(store.asked).containsExactly("take", "settle", "settle", "settle");
        assertThat(store.spent).isEqualTo(ALL);
    }

    @Test
    void aCallThatCouldNeverPassReadsWithinIt() {
        assertThat(reserve("1000 requests per second", "5 tokens per day")).isInstanceOf(Admission.Unavailable.class);
        assertThat(reserve("5 tokens per day")).isInstanceOf(Admission.Refused.class);
        assertThat(store.asked).containsExactly("take", "read");
        assertThat(store.spent).isLessThanOrEqualTo(ALL.multipliedBy(2));
    }

    @Test
    void nothingIsUndoneThatWasNeverTaken() {
        assertThat(reserve("1000 requests per second", "5 concurrent")).isInstanceOf(Admission.Unavailable.class);
        assertThat(store.asked).containsExactly("take");
    }

    private Deadline in(Duration time) {
        return Deadline.in(time, clock);
    }
}
