package io.sagegate.limits;

import static io.sagegate.limits.Calls.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.tokens.Demand;
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
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchTest {
    private static final Demand ONE = Calls.demand(1);

    private final TickingClock clock = new TickingClock("2026-11-23T10:00:00Z");
    private final CountingStore store = new CountingStore();

    private static final class CountingStore implements UsageStore {
        private final MemoryUsageStore items = new MemoryUsageStore();
        private long writes;

        /// Thrown for every limit that is not taken in batches.
        private Optional<Exception> broken = Optional.empty();

        @Override
        public Outcome take(List<Draw> draws, Deadline deadline) throws UsageUnavailableException {
            writes++;
            if (broken.isPresent() && !draws.getFirst().key().contains("#")) {
                switch (broken.get()) {
                    case UsageUnavailableException down -> throw down;
                    case Exception fault -> throw new IllegalStateException(fault);
                }
            }
            return items.take(draws, deadline);
        }

        @Override
        public UsageItem settle(Settlement settlement, Deadline deadline) {
            return items.settle(settlement, deadline);
        }

        @Override
        public Map<String, UsageItem> read(Set<String> keys, Deadline deadline) {
            return items.read(keys, deadline);
        }

        @Override
        public void forget() {
            items.forget();
        }
    }

    private boolean passes(Limiter limiter, Object... limits) {
        return limiter.reserve(Calls.permit(limits), ALICE, ONE, clock.instant().plusSeconds(30))
                instanceof Reservation;
    }

    /// The rule of the limit itself, for many environments that keep permits, some for long.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void keptPermitsNeverMakeMoreThanTheLimit(int seed) {
        var random = new Random(seed);
        var environments =
                IntStream.range(0, 5).mapToObj(_ -> new Limiter(store, clock)).toList();
        var start = clock.instant();
        var taken = new ArrayList<Long>();
        for (var i = 0; i < 12_000; i++) {
            clock.pass(Duration.ofNanos(1_000L * random.nextInt(400) * (random.nextInt(500) == 0 ? 2_000L : 1L)));
            if (passes(environments.get(random.nextInt(5)), "1000 requests per second, burst 500")) {
                taken.add(Duration.between(start, clock.instant()).toNanos());
            }
        }
        assertThat(taken.size()).isGreaterThan(2_000);
        for (var from = 0; from < taken.size(); from++) {
            for (var to = from + 400; to < taken.size(); to += 7) {
                var most = 500 + (taken.get(to) - taken.get(from)) / 1_000_000;
                assertThat(to - from + 1L).isLessThanOrEqualTo(most);
            }
        }
    }

    /// A clock that stands still gives nothing back: the slots are those of the table at the start.
    @Test
    void threadsThatTakeAtOnceUseEachSlotOnce() throws InterruptedException {
        var limiter = new Limiter(store, clock);
        var passed = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < 8; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (var call = 0; call < 200; call++) {
                    passed.addAndGet(passes(limiter, "1000 requests per second, burst 500") ? 1 : 0);
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(passed).as("all but what slots may be kept for").hasValue(400);
    }

    @Test
    void aBusyEnvironmentWritesOncePerManyRequests() {
        var limiter = new Limiter(store, clock);
        var admitted = 0;
        for (var i = 0; i < 5_000; i++) {
            clock.pass(Duration.ofNanos(1_250_000));
            admitted += passes(limiter, "1000 requests per second") ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(5_000);
        assertThat(store.writes).isLessThan(admitted / 40);
    }

    @Test
    void refusalsWriteSeldom() {
        var limiter = new Limiter(store, clock);
        for (var i = 0; i < 20_000; i++) {
            clock.pass(Duration.ofNanos(200_000));
            passes(limiter, "1000 requests per second");
        }
        assertThat(store.writes).as("writes").isLessThan(2_000);
    }

    @Test
    void anIdleEnvironmentTakesNoMoreThanItUses() {
        var limiter = new Limiter(store, clock);
        for (var i = 0; i < 100; i++) {
            clock.pass(Duration.ofSeconds(1));
            assertThat(passes(limiter, "1000 requests per second")).isTrue();
        }
        assertThat(store.writes).isEqualTo(100);
    }

    @Test
    void aLowRateIsTakenOneByOne() {
        var limiter = new Limiter(store, clock);
        for (var i = 0; i < 100; i++) {
            assertThat(passes(limiter, "100 requests per minute")).isTrue();
        }
        assertThat(passes(limiter, "100 requests per minute")).isFalse();
        assertThat(store.writes).isEqualTo(101);
    }

    @Test
    void permitsComeBackWhenAnotherLimitRefuses() {
        var limiter = new Limiter(store, clock);
        var limits = new Object[] {"1000 requests per second", "1 request per day"};
        assertThat(passes(limiter, limits)).isTrue();
        for (var i = 0; i < 50; i++) {
            assertThat(passes(limiter, limits)).isFalse();
        }
        assertThat(passes(limiter, "1000 requests per second")).isTrue();
        // The day's refusals wrote nothing but themselves: two permits were used, so at most a batch of two is gone.
        assertThat(store.items.read(Set.of(key(0), key(1)), Deadline.in(Duration.ZERO, clock)).values().stream()
                        .mapToLong(item -> item.counter("requests/second") - Nanos.of(clock.instant()))
                        .sum())
                .isLessThanOrEqualTo(3 * 2_000_000L);
    }

    private static String key(int shard) {
        return BatchPlan.key("principal|analyst|llm|key|alice", shard);
    }

    /// The limit is exact only because no slot is used later than it may be kept.
    @Test
    void aSlotThatComesBackLateIsNotKeptForLonger() throws UsageUnavailableException {
        var plan = BatchPlan.of(Calls.permit("100 requests per second, burst 20")
                        .limits()
                        .getFirst())
                .orElseThrow();
        var batch = new Batch(plan, "key");
        var late = (Batch.Taken.Slot) take(batch);
        clock.pass(Duration.ofNanos(plan.keep()));
        take(batch);
        late.putBack();
        var before = store.writes;
        // The second batch has two slots, of which one is left.
        take(batch);
        take(batch);
        assertThat(store.writes).as("the late slot is no use").isGreaterThan(before);
    }

    private Batch.Taken take(Batch batch) throws UsageUnavailableException {
        return batch.take(store, clock, Deadline.in(Duration.ofSeconds(1), clock));
    }

    @Test
    void slotsComeBackWhenAnotherLimitCannotBeCounted() {
        var limits = new Object[] {"1000 requests per second", "1 request per day"};
        for (var failure : List.of(new UsageUnavailableException("down", null), new IllegalStateException("fault"))) {
            var limiter = new Limiter(store, clock);
            store.broken = Optional.of(failure);
            assertThatCode(() -> assertThat(passes(limiter, limits)).isFalse())
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            fault -> assertThat(fault).isInstanceOf(IllegalStateException.class));
            store.broken = Optional.empty();
            var before = store.writes;
            assertThat(passes(limiter, "1000 requests per second")).isTrue();
            assertThat(store.writes).as("the slot is there again").isEqualTo(before);
        }
    }

    @Test
    void aRestoredSnapshotHasNoPermits() {
        var limiter = new Limiter(store, clock);
        for (var i = 0; i < 4; i++) {
            assertThat(passes(limiter, "1000 requests per second")).isTrue();
        }
        var before = store.writes;
        limiter.restart();
        assertThat(passes(limiter, "1000 requests per second")).isTrue();
        assertThat(store.writes).isEqualTo(before + 1);
    }

    @Test
    void whenAllShardsAreDrainedTheWaitIsTold() {
        var limiter = new Limiter(store, clock);
        var permit = Calls.permit("1000 requests per second");
        var admitted = 0;
        Admission last = limiter.reserve(permit, ALICE, ONE, clock.instant());
        while (last instanceof Reservation) {
            admitted++;
            last = limiter.reserve(permit, ALICE, ONE, clock.instant());
        }
        assertThat(admitted).isBetween(750, 1_000);
        var wait = ((Admission.Refused) last).retryAfter().orElseThrow();
        assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofMillis(25));
        clock.pass(wait);
        assertThat(limiter.reserve(permit, ALICE, ONE, clock.instant())).isInstanceOf(Reservation.class);
    }
}
