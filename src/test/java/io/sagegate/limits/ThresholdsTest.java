package io.sagegate.limits;

import static io.sagegate.limits.Calls.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.notices.Crossing;
import io.sagegate.limits.notices.Window;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The thresholds that a call finds reached.
final class ThresholdsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:30:00Z");
    private static final String KEY = "principal|analyst|llm|key|alice";
    private static final long HOUR = 498_730;
    private static final long DAY = 20_780;

    private final TickingClock clock = new TickingClock("2026-11-23T10:30:00Z");
    private final Limiter limiter = new Limiter(new MemoryUsageStore(), clock);

    private static Map<String, Object> told(String limit, String... percents) {
        return Map.of("limit", limit, "notify", List.of(percents));
    }

    private static List<Integer> percents(List<Crossing> crossings) {
        return crossings.stream().map(Crossing::percent).toList();
    }

    private Reservation reserve(Decision.Permit permit) {
        return (Reservation) limiter.reserve(
                permit, ALICE, Calls.tokens(10, 90), clock.instant().plusSeconds(30));
    }

    private static List<Reservation.Entry> entries(Object... limits) {
        var permit = Calls.permit(limits);
        return Entries.of(Counted.all(permit.limits(), permit.grant(), ALICE), Calls.tokens(10, 90), NOW);
    }

    private static List<Crossing> taken(Map<String, Long> counters, Object... limits) {
        return Thresholds.taken(entries(limits), Map.of(KEY, new UsageItem(counters, Map.of())), NOW);
    }

    private static List<Crossing> settled(Map<String, Long> counters, Object... limits) {
        return Thresholds.settled(entries(limits), Map.of(KEY, new UsageItem(counters, Map.of())), NOW);
    }

    private static long busy(long seconds) {
        return (NOW.getEpochSecond() + seconds) * 1_000_000_000L;
    }

    @Test
    void aCallReachesAThresholdWithTheRequestThatMakesItsShare() {
        var permit = Calls.permit(told("3 requests per hour", "50%", "100%"));
        assertThat(reserve(permit).crossings()).isEmpty();
        var second = reserve(permit).crossings();
        assertThat(percents(second)).as("two of three are more than a half").containsExactly(50);
        assertThat(second.getFirst().used()).isEqualTo(2);
        assertThat(second.getFirst().total()).isEqualTo(3);
        assertThat(percents(reserve(permit).crossings())).containsExactly(50, 100);
        var refused = (Admission.Refused) limiter.reserve(permit, ALICE, Calls.demand(1), clock.instant());
        assertThat(percents(refused.crossings())).containsExactly(50, 100);
    }

    @Test
    void tokensCountAsTheyAreSettled() throws UsageUnavailableException {
        var permit = Calls.permit(told("200 tokens per hour", "50%"), told("1000 requests per day", "50%"));
        var call = reserve(permit);
        assertThat(call.crossings()).isEmpty();
        var other = reserve(permit);
        var deadline = Deadline.in(Duration.ofSeconds(1), clock);
        assertThat(limiter.settle(call, Usage.of(10, 89), deadline).crossings())
                .as("what the other call holds does not count")
                .isEmpty();
        assertThat(limiter.settle(other, Usage.of(0, 1), deadline).crossings())
                .singleElement()
                .satisfies(crossing -> {
                    assertThat(crossing.used()).isEqualTo(100);
                    assertThat(crossing.limit().text()).isEqualTo("200 tokens per hour");
                });
    }

    @Test
    void aCrossingSaysItsItemCounterAndWindow() {
        var crossing = taken(Map.of("requests/hour", busy(3_600)), told("3 requests per hour", "100%"))
                .getFirst();
        assertThat(crossing.key()).isEqualTo(KEY);
        assertThat(crossing.counter()).isEqualTo("requests/hour");
        assertThat(crossing.window())
                .isEqualTo(
                        new Window(HOUR, Instant.parse("2026-11-23T10:00:00Z"), Instant.parse("2026-11-23T11:00:00Z")));
    }

    @Test
    void whatWasToldInThisWindowIsNotReachedAgain() {
        var limit = told("3 requests per hour", "50%", "100%");
        assertThat(percents(taken(Map.of("requests/hour", busy(3_600), "requests/hour!50", HOUR - 1), limit)))
                .as("the hour before")
                .containsExactly(50, 100);
        assertThat(percents(taken(Map.of("requests/hour", busy(3_600), "requests/hour!50", HOUR), limit)))
                .containsExactly(100);
    }

    @Test
    void aBudgetTellsOnlyOfItsCurrentWindow() {
        var limit = told("5 USD per day at 1 USD per call", "50%", "80%");
        var used = Map.of("USD/day", 4_000_000_000L, "USD/day@", DAY);
        assertThat(settled(used, limit)).hasSize(2).allSatisfy(crossing -> {
            assertThat(crossing.used()).isEqualTo(4_000_000_000L);
            assertThat(crossing.total()).isEqualTo(5_000_000_000L);
        });
        assertThat(settled(Map.of("USD/day", 4_000_000_000L, "USD/day@", DAY - 1), limit))
                .isEmpty();
        assertThat(taken(used, limit)).as("money is settled").isEmpty();
    }

    @Test
    void aLimitWithoutThresholdsTellsNothing() {
        assertThat(taken(Map.of("requests/hour", busy(3_600)), "3 requests per hour"))
                .isEmpty();
    }

    /// The claim of a threshold is written only where the counter is this large.
    @ParameterizedTest
    @CsvSource({
        "'7 requests per hour, burst 5',1",
        "'7 requests per hour, burst 5',50",
        "'7 requests per hour, burst 5',80",
        "'7 requests per hour, burst 5',100",
        "3 requests per day,34",
        "5 USD per day at 1 USD per call,33",
        "5 USD per day at 1 USD per call,100"
    })
    void theLeastCounterOfAThresholdIsTheFirstThatReachesIt(String text, int percent) {
        var limit = told(text, percent + "%");
        var quota = Calls.permit(limit).limits().getFirst();
        var least =
                refused(counters(quota, busy(100_000_000)), limit).getFirst().least();
        assertThat(refused(counters(quota, least), limit)).hasSize(1);
        assertThat(refused(counters(quota, least - 1), limit)).isEmpty();
    }

    private static List<Crossing> refused(Map<String, Long> counters, Object limit) {
        return Thresholds.refused(entries(limit), Map.of(KEY, new UsageItem(counters, Map.of())), NOW);
    }

    private static Map<String, Long> counters(Limit limit, long counter) {
        return limit.quota() instanceof Quota.Budget
                ? Map.of(limit.counter(), counter, limit.counter() + "@", DAY)
                : Map.of(limit.counter(), counter);
    }
}
