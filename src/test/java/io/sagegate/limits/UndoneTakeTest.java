package io.sagegate.limits;

import static io.sagegate.limits.Calls.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.limits.NotedUsageStore.Fate;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Takes whose answer is lost or in doubt, and settlements of several items.
final class UndoneTakeTest {
    private final TickingClock clock = new TickingClock("2026-11-23T10:00:00Z");
    private final NotedUsageStore store = new NotedUsageStore();
    private final Limiter limiter = new Limiter(store, clock);
    private final Decision.Permit permit = Calls.permit(
            "1000 tokens per hour",
            "1 USD per day at 0.25 USD per call",
            "5 concurrent",
            Map.of("limit", "5 concurrent", "scope", "role"));

    private Admission reserve(long output) {
        return limiter.reserve(
                permit, ALICE, Calls.tokens(100, output), clock.instant().plusSeconds(30));
    }

    private List<Long> left() throws UsageUnavailableException {
        return limiter.peek(ALICE, Calls.assignments(permit)).getOrDefault(permit.grant(), List.of()).stream()
                .map(LimitStatus::remaining)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST", "LATE"})
    void aTakeThatWasPerhapsCarriedOutIsUndoneOnEveryItem(Fate fate) throws UsageUnavailableException {
        store.fail(fate, key -> key.startsWith("principal"));
        assertThat(reserve(200)).isNotInstanceOf(Reservation.class);
        assertThat(left()).containsExactly(1_000L, 1_000_000_000L, 5L, 5L);
        assertThat(store.settlements).hasSize(2);
    }

    @Test
    void aTakeForWhichThereIsSurelyTooLittleIsNotUndone() {
        assertThat(reserve(800)).isInstanceOf(Reservation.class);
        assertThat(reserve(800)).isInstanceOf(Admission.Refused.class);
        assertThat(store.settlements).isEmpty();
    }

    @Test
    void eachItemIsSettledForItsOwnCountersOnly() throws UsageUnavailableException {
        var first = (Reservation) reserve(200);
        reserve(200);
        assertThat(left()).containsExactly(400L, 500_000_000L, 3L, 3L);
        limiter.settle(first, Usage.of(100, 50));
        assertThat(left()).containsExactly(550L, 500_000_000L, 4L, 4L);
        assertThat(store.settlements)
                .extracting(settlement -> settlement.changes().size())
                .containsExactly(3, 1);
    }

    @Test
    void aCallThatCouldNeverPassIsToldWhatIsLeftNow() {
        reserve(200);
        var refused = (Admission.Refused) reserve(2_000);
        assertThat(refused.retryAfter()).isEmpty();
        assertThat(refused.standing()).extracting(LimitStatus::remaining).containsExactly(700L, 750_000_000L, 4L, 4L);
    }

    @Test
    void whatWasUndoneLaterThanTakenIsNotGivenBackTwice() throws UsageUnavailableException {
        store.fail(Fate.LOST, key -> {
            clock.pass(Duration.ofMillis(100));
            return key.startsWith("principal");
        });
        assertThat(reserve(200)).isInstanceOf(Admission.Unavailable.class);
        assertThat(left()).containsExactly(1_000L, 1_000_000_000L, 5L, 5L);
        store.fail(Fate.DOWN, _ -> false);
        assertThat(reserve(900)).isInstanceOf(Reservation.class);
        assertThat(left().getFirst()).isZero();
    }
}
