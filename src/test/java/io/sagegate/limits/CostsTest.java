package io.sagegate.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.identity.Principal;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Action;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Permits;
import io.sagegate.policy.Quota;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The cost of a call on a limit, and the amount set aside for it.
final class CostsTest {
    private static final Principal ALICE = Calls.ALICE;
    private static final String BY_TIME = "5 USD per day at 0.001 USD per second";

    private final TickingClock clock = new TickingClock("2026-11-23T10:00:00Z");

    private static Limit limit(String text) {
        return Calls.permit(text).limits().getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "60 requests per minute, burst 3 | 3",
                "60 requests per month | 60",
                "5 USD per day at 1 USD per call | 5000000000",
                "7 concurrent | 7",
            })
    void theMostThatCanBeTakenAtOnceIsTheBurstOrTheWhole(String text, long most) {
        assertThat(Costs.most(limit(text).quota())).isEqualTo(most);
    }

    @Test
    void aDebtIsCutOnlyWhereItIsTheLongest() {
        var rate = new Quota.Rate(Quota.Measure.TOKENS, 7, Quota.Period.SECOND, 7);
        var interval = Costs.interval(rate);
        assertThat(interval).isEqualTo(142_857_143);
        var longest = Duration.ofDays(40).toNanos();
        assertThat(Costs.nanos(longest / interval, rate))
                .isEqualTo(longest / interval * interval)
                .isLessThan(longest);
        assertThat(Costs.nanos(longest / interval + 1, rate)).isEqualTo(longest);
    }

    @Test
    void oneLimitThatGoesByTimeIsEnough() {
        assertThat(Costs.goByTime(List.of())).isFalse();
        assertThat(Costs.goByTime(List.of(limit("5 requests per day"), limit("5 USD per day at 1 USD per call"))))
                .isFalse();
        assertThat(Costs.goByTime(List.of(limit("5 requests per day"), limit(BY_TIME))))
                .isTrue();
    }

    @Test
    void anAnswerThatNobodySawCostsTheTimeThatWasMeasured() {
        var demand = Demand.ofSize(400).within(Duration.ofSeconds(10));
        var unseen = Usage.of(100, 0, Usage.Source.ASSUMED);
        assertThat(Costs.used(limit(BY_TIME), demand, unseen.lasting(Duration.ofSeconds(3))))
                .isEqualTo(3_000_000);
        assertThat(Costs.used(limit(BY_TIME), demand, unseen)).isEqualTo(10_000_000);
    }

    private long setAside(Action action, Duration left, String text) {
        var grant = Map.<String, Object>of(
                "endpoint",
                "llm",
                "actions",
                List.of("invoke", "invoke-stream", "invoke-async"),
                "limits",
                List.of(text));
        var reservation = (Reservation) new Limiter(new MemoryUsageStore(), clock)
                .reserve(
                        Permits.of(ALICE, action, grant),
                        ALICE,
                        Demand.ofSize(400),
                        clock.instant().plus(left));
        return reservation.uses().getFirst().charged();
    }

    @Test
    void theLongestThatACallMayTakeIsSetAside() {
        assertThat(setAside(Action.INVOKE, Duration.ofSeconds(30), BY_TIME)).isEqualTo(30_000_000);
        assertThat(setAside(Action.INVOKE, Duration.ofSeconds(71), BY_TIME)).isEqualTo(70_000_000);
        assertThat(setAside(Action.INVOKE_STREAM, Duration.ofMinutes(10), BY_TIME))
                .isEqualTo(490_000_000);
        assertThat(setAside(Action.INVOKE_ASYNC, Duration.ofSeconds(30), BY_TIME))
                .as("nobody sees how long a queued call takes")
                .isZero();
    }

    @Test
    void aCallWhoseTimeHasNoPriceHasNoLongestTime() {
        var reservation = (Reservation) new Limiter(new MemoryUsageStore(), clock)
                .reserve(
                        Calls.permit("5 requests per day"),
                        ALICE,
                        Demand.ofSize(400),
                        clock.instant().plusSeconds(30));
        assertThat(reservation.demand().longest()).isZero();
    }
}
