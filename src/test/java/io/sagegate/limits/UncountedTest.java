package io.sagegate.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Action;
import io.sagegate.policy.Permits;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Calls while usage cannot be counted.
final class UncountedTest {
    private static final Map<String, Object> ADMITTING = Map.of("limit", "5 concurrent", "onUsageFailure", "allow");

    private static Admission reserve(Object... limits) {
        var clock = new TickingClock("2026-11-23T10:00:00Z");
        var permit = Permits.of(
                Calls.ALICE,
                Action.INVOKE,
                Map.of("endpoint", "llm", "actions", List.of("invoke"), "limits", List.of(limits)));
        return new Limiter(new Down(), clock)
                .reserve(permit, Calls.ALICE, Calls.demand(10), clock.instant().plusSeconds(30));
    }

    @Test
    void requirement23ACallThatCannotBeCountedIsRefused() {
        assertThat(reserve("1 request per minute")).isInstanceOf(Admission.Unavailable.class);
        assertThat(reserve("1 request per minute", ADMITTING)).isInstanceOf(Admission.Unavailable.class);
        assertThat(reserve(ADMITTING, "1 request per minute")).isInstanceOf(Admission.Unavailable.class);
    }

    @Test
    void itIsLetThroughWhereEveryLimitSaysSo() {
        assertThat(reserve(ADMITTING)).isInstanceOf(Reservation.class);
    }

    private static final class Down implements UsageStore {
        @Override
        public Outcome take(List<Draw> draws, Deadline deadline) throws UsageUnavailableException {
            throw new UsageUnavailableException("down", null);
        }

        @Override
        public UsageItem settle(Settlement settlement, Deadline deadline) throws UsageUnavailableException {
            throw new UsageUnavailableException("down", null);
        }

        @Override
        public Map<String, UsageItem> read(Set<String> keys, Deadline deadline) throws UsageUnavailableException {
            throw new UsageUnavailableException("down", null);
        }

        @Override
        public void forget() {}
    }
}
