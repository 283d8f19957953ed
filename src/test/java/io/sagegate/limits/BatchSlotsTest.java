package io.sagegate.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.Batch.Taken;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Nanos;
import io.sagegate.limits.usage.Take;
import io.sagegate.limits.usage.UsageUnavailableException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How many slots a batch takes, and where it says that its limit stands, to the slot and the nanosecond.
final class BatchSlotsTest {
    /// Sixteen slots of 10 ms each; up to four may be kept, for 40 ms.
    private static final BatchPlan ONE = plan("100 requests per second, burst 20");

    /// Two items of sixteen slots of 2 ms each; up to four of each may be kept, for 8 ms.
    private static final BatchPlan TWO = plan("1000 requests per second, burst 40");

    private final TickingClock clock = new TickingClock("2026-11-23T10:00:00Z");
    private final NotedUsageStore store = new NotedUsageStore();
    private final Batch batch = new Batch(ONE, "key");

    private static BatchPlan plan(String limit) {
        return BatchPlan.of(Calls.permit(limit).limits().getFirst()).orElseThrow();
    }

    private Taken take(Batch from) throws UsageUnavailableException {
        return from.take(store, clock, Deadline.in(Duration.ofSeconds(1), clock));
    }

    private void take(int times) throws UsageUnavailableException {
        for (var i = 0; i < times; i++) {
            assertThat(take(batch)).isInstanceOf(Taken.Slot.class);
        }
    }

    /// Takes slots as another environment would.
    private void elsewhere(BatchPlan plan, int shard, int slots) throws UsageUnavailableException {
        var now = Nanos.of(clock.instant());
        var draw = new Draw(BatchPlan.key("key", shard), List.of(plan.take(slots)), now, 0, "elsewhere" + slots);
        store.table.take(List.of(draw), Deadline.in(Duration.ofSeconds(1), clock));
    }

    private List<Long> asked(BatchPlan plan) {
        return store.draws.stream()
                .map(draw -> ((Take.Rate) draw.takes().getFirst()).cost() / plan.interval())
                .toList();
    }

    @Test
    void aBatchThatUsedAllItsSlotsTakesTwiceAsManyUpToWhatMayBeKept() throws UsageUnavailableException {
        take(11);
        assertThat(asked(ONE)).containsExactly(1L, 2L, 4L, 4L);
    }

    @Test
    void aBatchTakesFewerByWhatTheLastOneDidNotUse() throws UsageUnavailableException {
        take(3 + 3);
        clock.pass(Duration.ofMillis(40));
        take(1);
        assertThat(asked(ONE)).as("one of four expired").containsExactly(1L, 2L, 4L, 3L);
        take(1);
        clock.pass(Duration.ofMillis(40));
        take(1);
        assertThat(asked(ONE)).as("one of three expired").endsWith(2L);
    }

    @Test
    void aBatchThatWasIdleForAWholeKeepBeginsWithOneSlot() throws UsageUnavailableException {
        take(3);
        clock.pass(Duration.ofMillis(80).minusNanos(1));
        take(4);
        assertThat(asked(ONE)).as("a moment less is not idle").containsExactly(1L, 2L, 4L);
        clock.pass(Duration.ofMillis(80));
        take(1);
        assertThat(asked(ONE)).endsWith(1L);
    }

    @Test
    void aShardThatHasLessThanWantedGivesHalfOfWhatWasWanted() throws UsageUnavailableException {
        take(3);
        elsewhere(ONE, 0, 10);
        take(1);
        assertThat(asked(ONE)).as("three are left").containsExactly(1L, 2L, 4L, 2L);
    }

    @Test
    void aBatchKnowsWhereItsLimitStandsToTheSlot() throws UsageUnavailableException {
        for (var taken = 1; taken <= 16; taken++) {
            take(1);
            var standing = batch.standing();
            assertThat(standing.total()).isEqualTo(16);
            assertThat(standing.remaining()).isEqualTo(16 - taken);
            assertThat(standing.reset()).contains(Duration.ofMillis(10L * taken));
        }
    }

    @Test
    void oneShardStandsForTheOthersThatWereNotRead() throws UsageUnavailableException {
        var two = new Batch(TWO, "key");
        take(two);
        assertThat(two.standing().total()).isEqualTo(32);
        assertThat(two.standing().remaining()).isEqualTo(30);
        assertThat(two.standing().reset()).contains(Duration.ofMillis(2));
        assertThat(Batch.status(TWO, 33).remaining()).isEqualTo(32);
        assertThat(Batch.status(TWO, 33).reset()).contains(Duration.ZERO);
    }

    @Test
    void aDryBatchAsksNobodyUntilASlotIsBack() throws UsageUnavailableException {
        take(16);
        assertThat(take(batch)).isEqualTo(new Taken.Dry(Duration.ofMillis(10)));
        assertThat(batch.standing().remaining()).isZero();
        var asked = store.draws.size();
        clock.pass(Duration.ofMillis(4));
        assertThat(take(batch)).isEqualTo(new Taken.Dry(Duration.ofMillis(6)));
        assertThat(store.draws).hasSize(asked);
        clock.pass(Duration.ofMillis(6));
        take(1);
    }

    @Test
    void aBatchThatFindsNothingLeftSaysSo() throws UsageUnavailableException {
        take(1);
        elsewhere(ONE, 0, 15);
        assertThat(take(batch)).isInstanceOf(Taken.Dry.class);
        assertThat(batch.standing().remaining()).isZero();
    }

    @Test
    void aDryBatchWaitsAnEighthOfAKeepAtLeast() throws UsageUnavailableException {
        elsewhere(ONE, 0, 16);
        clock.pass(Duration.ofMillis(9));
        assertThat(take(batch)).isEqualTo(new Taken.Dry(Duration.ofMillis(5)));
    }

    @Test
    void eachShardIsAskedOnceAndTheFirstThatHasASlotAgainCounts() throws UsageUnavailableException {
        elsewhere(TWO, 0, 16);
        clock.pass(Duration.ofMillis(1));
        elsewhere(TWO, 1, 16);
        assertThat(take(new Batch(TWO, "key"))).isEqualTo(new Taken.Dry(Duration.ofMillis(1)));
        assertThat(store.draws).extracting(Draw::key).containsExactlyInAnyOrder("key#0", "key#1");
    }

    @Test
    void aThreadThatIsInterruptedStaysSo() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> take(batch)).isInstanceOf(UsageUnavailableException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.draws).isEmpty();
    }
}
