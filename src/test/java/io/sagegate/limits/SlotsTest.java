package io.sagegate.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Nanos;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The slots of one call on several limits.
final class SlotsTest {
    private static final String OWN = "1000 requests per second";
    private static final Map<String, String> SHARED =
            Map.of("limit", "100 requests per second, burst 20", "scope", "role");

    private final TickingClock clock = new TickingClock("2026-11-23T10:00:00Z");
    private final NotedUsageStore store = new NotedUsageStore();
    private final Deadline deadline = Deadline.in(Duration.ofSeconds(1), clock);

    private List<Reservation.Entry> entries(Object... limits) {
        var permit = Calls.permit(limits);
        return Entries.of(Counted.all(permit.limits(), permit.grant(), Calls.ALICE), Calls.demand(1), clock.instant());
    }

    @Test
    void aLimitWithoutASlotPutsTheOthersBackAndIsNamed() throws UsageUnavailableException {
        var entries = entries(OWN, SHARED);
        var shared = entries.getLast().counted();
        var all = new Draw(
                BatchPlan.key(shared.key(), 0),
                List.of(shared.plan().orElseThrow().take(16)),
                Nanos.of(clock.instant()),
                0,
                "all");
        store.table.take(List.of(all), deadline);
        var batches = new Batches();

        var refused = (Admission.Refused)
                new Slots(batches, store, clock).take(entries, deadline).orElseThrow();

        assertThat(refused.limit().text()).isEqualTo(SHARED.get("limit"));
        assertThat(refused.retryAfter()).contains(Duration.ofMillis(10));
        assertThat(refused.standing())
                .singleElement()
                .extracting(LimitStatus::remaining)
                .isEqualTo(0L);
        var asked = store.draws.size();
        new Slots(batches, store, clock).take(entries(OWN), deadline);
        assertThat(store.draws).as("the first limit's slot is there again").hasSize(asked);
    }

    @Test
    void slotsArePutBackOnce() throws UsageUnavailableException {
        var batches = new Batches();
        var slots = new Slots(batches, store, clock);
        slots.take(entries(OWN), deadline);
        slots.putBack();
        slots.putBack();
        slots.take(entries(OWN), deadline);
        assertThat(store.draws).hasSize(1);
        slots.take(entries(OWN), deadline);
        assertThat(store.draws).as("there was one slot, not two").hasSize(2);
    }

    @Test
    void aReservationSaysWhereLimitsInBatchesStand() {
        var limiter = new Limiter(store, clock);
        var limits = new Object[] {"1000 requests per second, burst 40", "5 requests per day"};
        var reservation =
                (Reservation) limiter.reserve(Calls.permit(limits), Calls.ALICE, Calls.demand(1), clock.instant());
        assertThat(reservation.standing())
                .extracting(status -> status.limit().text() + ": " + status.remaining())
                .containsExactly("5 requests per day: 4", "1000 requests per second, burst 40: 30");
    }

    @Test
    void whoLooksSeesEveryItemOfALimitInBatches() throws UsageUnavailableException {
        var permit = Calls.permit("1000 requests per second, burst 40", "5 requests per day");
        var limiter = new Limiter(store, clock);
        limiter.reserve(permit, Calls.ALICE, Calls.demand(1), clock.instant());
        store.read.clear();
        var standing = limiter.peek(Calls.ALICE, Calls.assignments(permit)).getOrDefault(permit.grant(), List.of());
        assertThat(standing).extracting(LimitStatus::remaining).containsExactly(31L, 4L);
        assertThat(standing.getFirst().reset()).contains(Duration.ofMillis(1));
        var key = "principal|analyst|llm|key|alice";
        assertThat(store.read).containsExactlyInAnyOrder(key, key + "#0", key + "#1");
        assertThat(standing)
                .extracting(LimitStatus::limit)
                .extracting(Limit::isEnforced)
                .containsOnly(true);
    }
}
