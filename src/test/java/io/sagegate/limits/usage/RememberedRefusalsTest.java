package io.sagegate.limits.usage;

import static io.sagegate.limits.Calls.ALICE;
import static io.sagegate.limits.Calls.permit;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.Admission;
import io.sagegate.limits.Calls;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.TickingClock;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RememberedRefusalsTest {
    private static final Duration CALL = Duration.ofSeconds(30);

    private final TickingClock clock = new TickingClock("2026-11-23T10:00:00Z");
    private final Asked table = new Asked();
    private final Limiter limiter = new Limiter(new RememberedRefusals(table), clock);

    private static final class Asked implements UsageStore {
        private final MemoryUsageStore items = new MemoryUsageStore();
        private int takes;
        private int forgotten;

        @Override
        public Outcome take(List<Draw> draws, Deadline deadline) {
            takes++;
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
            forgotten++;
            items.forget();
        }
    }

    private Admission reserve(Limiter environment, Decision.Permit permit, Demand demand) {
        return environment.reserve(permit, ALICE, demand, clock.instant().plus(CALL));
    }

    /// 1,000 calls in a second: those that fit, and one that finds the limit used up.
    @ParameterizedTest
    @ValueSource(strings = {"5 requests per hour", "5 KB per day", "5 requests per month", "500 tokens per day"})
    void aFloodAgainstAUsedUpLimitAsksTheTableOnceASecond(String limit) throws UsageUnavailableException {
        var permit = permit(limit);
        for (var i = 0; i < 1_000; i++) {
            var admission = reserve(limiter, permit, Calls.tokens(50, 50));
            if (admission instanceof Reservation call) {
                limiter.settle(call, Usage.of(50, 50));
            } else {
                assertThat(((Admission.Refused) admission).retryAfter().orElseThrow())
                        .isPositive();
            }
        }
        assertThat(table.takes).isEqualTo(6);
        clock.pass(Duration.ofSeconds(1));
        reserve(limiter, permit, Calls.tokens(50, 50));
        assertThat(table.takes).isEqualTo(6 + 1);
    }

    @Test
    void whatComesBackWithTimePassesAtThatInstant() {
        var permit = permit("10 requests per second, burst 1");
        assertThat(reserve(limiter, permit, Calls.demand(1))).isInstanceOf(Reservation.class);
        assertThat(reserve(limiter, permit, Calls.demand(1))).isInstanceOf(Admission.Refused.class);
        clock.pass(Duration.ofMillis(99));
        assertThat(reserve(limiter, permit, Calls.demand(1))).isInstanceOf(Admission.Refused.class);
        assertThat(table.takes).isEqualTo(2);
        clock.pass(Duration.ofMillis(1));
        assertThat(reserve(limiter, permit, Calls.demand(1))).isInstanceOf(Reservation.class);
    }

    @Test
    void whatCallsInFlightMayGiveBackIsAskedForAnew() throws UsageUnavailableException {
        var permit = permit("100 tokens per day");
        var other = new Limiter(new RememberedRefusals(table), clock);
        var call = (Reservation) reserve(other, permit, Calls.tokens(0, 100));
        assertThat(reserve(limiter, permit, Calls.tokens(0, 50))).isInstanceOf(Admission.Refused.class);
        other.settle(call, Usage.of(0, 10));
        assertThat(reserve(limiter, permit, Calls.tokens(0, 50))).isInstanceOf(Reservation.class);
    }

    @Test
    void aRestoredSnapshotRemembersNoRefusal() {
        var permit = permit("1 request per hour");
        reserve(limiter, permit, Calls.demand(1));
        reserve(limiter, permit, Calls.demand(1));
        limiter.restart();
        reserve(limiter, permit, Calls.demand(1));
        assertThat(table.takes).isEqualTo(3);
    }

    @Test
    void whatIsSettledHereIsAskedForAnew() throws UsageUnavailableException {
        var store = new RememberedRefusals(table);
        var deadline = Deadline.in(Duration.ofSeconds(1), clock);
        var now = Nanos.of(clock.instant());
        var one = new Take.Rate("requests/hour", 3_600, 3_600, false);
        store.take(List.of(new Draw("key", List.of(one), now, 0, "first")), deadline);
        var second = new Draw("key", List.of(one), now, 0, "second");
        store.take(List.of(second), deadline);
        store.take(List.of(second), deadline);
        assertThat(table.takes).as("the second refusal was remembered").isEqualTo(2);
        var first = new Settlement.Rate("requests/hour", 3_600, 0, now + 3_600);
        var undone = new Settlement("key", "first", second.holding(), List.of(first), now);
        assertThat(store.settle(undone, deadline).counter("requests/hour")).isEqualTo(now);
        assertThat(store.take(List.of(second), deadline)).isInstanceOf(UsageStore.Outcome.Taken.class);
    }

    @Test
    void whatIsReadComesFromTheTableAndForgettingReachesIt() throws UsageUnavailableException {
        var store = new RememberedRefusals(table);
        reserve(limiter, permit("5 requests per hour"), Calls.demand(1));
        var key = "principal|analyst|llm|key|alice";
        assertThat(store.read(Set.of(key), Deadline.in(Duration.ofSeconds(1), clock)))
                .containsOnlyKeys(key);
        store.forget();
        assertThat(table.forgotten).isEqualTo(1);
    }

    /// Two environments that remember, against one that asks each time: the same calls pass.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void rememberingRefusesNobodyWhomTheTableWouldLetThrough(int seed) throws UsageUnavailableException {
        var random = new Random(seed);
        var plain = new Limiter(new MemoryUsageStore(), clock);
        var environments = List.of(limiter, new Limiter(new RememberedRefusals(table), clock));
        var role = Map.of("limit", "40 requests per minute, burst 8", "scope", "role");
        var permits = List.of(
                permit("20 requests per minute, burst 5", "3 concurrent", "1 USD per hour at 0.02 USD per call"),
                permit("2000 tokens per minute, burst 3000"),
                permit("30 KB per minute", role, "9 requests per month"));
        var open = new ArrayList<List<Reservation>>();
        for (var step = 0; step < 2_000; step++) {
            clock.pass(Duration.ofMillis(random.nextInt(300)));
            var permit = permits.get(random.nextInt(permits.size()));
            var demand = new Demand(random.nextInt(4_000), random.nextInt(200), OptionalLong.of(random.nextInt(500)));
            var expected = reserve(plain, permit, demand);
            var found = reserve(environments.get(random.nextInt(2)), permit, demand);
            assertThat(found).as("step %d", step).hasSameClassAs(expected);
            if (expected instanceof Reservation one && found instanceof Reservation other) {
                open.add(List.of(one, other));
            }
            while (open.size() > 4) {
                var call = open.remove(random.nextInt(open.size()));
                var usage = Usage.of(random.nextInt(250), random.nextInt(700));
                plain.settle(call.getFirst(), usage);
                environments.get(random.nextInt(2)).settle(call.getLast(), usage);
            }
        }
        assertThat(table.takes).isLessThan(2_000);
    }
}
