package io.sagegate.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.limits.usage.Nanos;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The refusal that items tell, and the rate counter that a take leaves behind.
final class StandingTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String KEY = "principal|analyst|llm|key|alice";

    private static List<Reservation.Entry> entries(Object... limits) {
        var permit = Calls.permit(limits);
        return Entries.of(Counted.all(permit.limits(), permit.grant(), Calls.ALICE), Calls.tokens(10, 20), NOW);
    }

    private static UsageItem item(Map<String, Long> counters) {
        return new UsageItem(counters, Map.of());
    }

    private static Admission.Refused refused(List<Reservation.Entry> entries, Map<String, Long> counters) {
        return Standing.refused(entries, Map.of(KEY, item(counters)), List.of(), NOW);
    }

    @Test
    void ofEqualWaitsTheFirstIsNamed() {
        var entries = entries("5 requests per day", "1 concurrent", "60 tokens per minute, burst 30");
        var refused = refused(entries, Map.of("concurrent", 1L, "tokens/minute", Nanos.of(NOW.plusSeconds(1))));
        assertThat(refused.limit().text()).isEqualTo("1 concurrent");
        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(1));
    }

    /// Another call may have given back what was missing.
    @Test
    void whereNothingLacksAnyMoreTheFirstLimitIsNamedAndTheWaitIsOver() {
        var refused = refused(entries("5 requests per day", "1 concurrent"), Map.of());
        assertThat(refused.limit().text()).isEqualTo("5 requests per day");
        assertThat(refused.retryAfter()).contains(Duration.ZERO);
        assertThat(refused.standing()).extracting(LimitStatus::remaining).containsExactly(5L, 1L);
    }

    @Test
    void aRateIsPledgedUntilItsCounterAfterTheTake() {
        var entry = entries("3600 tokens per hour").getFirst();
        var now = Nanos.of(NOW);
        var cost = 30_000_000_000L;
        var after = Map.of(KEY, item(Map.of("tokens/hour", now + 2 * cost)));
        assertThat(Entries.pledged(entry, new Outcome.Taken(after, true), NOW).pledgedUntil())
                .isEqualTo(now + 2 * cost);
        assertThat(Entries.pledged(entry, new Outcome.Taken(after, false), NOW).pledgedUntil())
                .as("a guess may be too late")
                .isEqualTo(now + cost);
        assertThat(Entries.pledged(entry, new Outcome.Taken(Map.of(), true), NOW)
                        .pledgedUntil())
                .isEqualTo(now + cost);
    }
}
