package io.sagegate.limits;

import static io.sagegate.limits.Calls.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.Nanos;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Quota.Period;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// The estimate of a call whose answer comes later, and its settlement once the answer was read.
final class LateUseTest {
    /// One token comes back each second.
    private static final String RATE = "3600 tokens per hour";

    private static final String BUDGET = "5 USD per day at 1 USD per 1000 tokens";
    private static final Map<String, String> SHADOW = Map.of("limit", "9000 tokens per day", "enforce", "shadow");
    private static final Demand ASKED = Calls.tokens(100, 200);

    private final TickingClock clock = new TickingClock("2026-11-23T10:00:00Z");
    private final NotedUsageStore store = new NotedUsageStore();
    private final Limiter limiter = new Limiter(store, clock);

    private Reservation reserve(Decision.Permit permit) {
        return (Reservation)
                limiter.reserve(permit, ALICE, ASKED, clock.instant().plusSeconds(30));
    }

    private List<Pledge> charged(Decision.Permit permit) throws UsageUnavailableException {
        var call = reserve(permit);
        limiter.settle(call, call.assumed());
        return call.pledges();
    }

    private LateUse late(Decision.Permit permit, List<Pledge> pledges, Usage usage) {
        return LateUse.of("ticket", pledges, permit, ASKED, usage, clock.instant());
    }

    private void write(LateUse use) {
        for (var settlement : use.settlements()) {
            store.table.settle(settlement, Deadline.in(Duration.ofSeconds(1), clock));
        }
    }

    private List<Long> left(Decision.Permit permit) throws UsageUnavailableException {
        return limiter.peek(ALICE, Calls.assignments(permit)).getOrDefault(permit.grant(), List.of()).stream()
                .map(LimitStatus::remaining)
                .toList();
    }

    @Test
    void whatIsChargedIsRememberedForTokensAndMoneyOnly() {
        var call = reserve(Calls.permit("9 requests per day", RATE, BUDGET, "2 concurrent", SHADOW));
        var now = Nanos.of(clock.instant());
        var key = "principal|analyst|llm|key|alice";
        var day = Windows.number(Period.DAY, clock.instant());
        assertThat(call.assumed()).isEqualTo(Usage.of(100, 1_000, Usage.Source.ASSUMED));
        assertThat(call.pledges())
                .containsExactly(
                        new Pledge(key, "tokens/hour", 0, now + 1_100_000_000_000L, 1_100_000_000_000L, 1_100),
                        new Pledge(key, "USD/day", day, 0, 1_100_000_000, 1_100_000_000),
                        new Pledge(
                                "shadow|" + key,
                                "tokens/day",
                                0,
                                now + 1_100 * 9_600_000_000L,
                                1_100 * 9_600_000_000L,
                                1_100));
    }

    @Test
    void whatWasNotCountedIsNotSettled() {
        store.fail(NotedUsageStore.Fate.DOWN, _ -> true);
        var call = reserve(Calls.permit(Map.of("limit", RATE, "onUsageFailure", "allow")));
        assertThat(call.isCounted()).isFalse();
        assertThat(call.pledges()).isEmpty();
    }

    @Test
    void theTrueUseIsWhatIsCharged() throws UsageUnavailableException {
        var permit = Calls.permit(RATE, BUDGET);
        var pledges = charged(permit);
        assertThat(left(permit)).containsExactly(2_500L, 3_900_000_000L);
        var less = late(permit, pledges, Usage.of(100, 50));
        assertThat(less.uses())
                .extracting(LimitUse::charged, LimitUse::counted, LimitUse::refused)
                .containsExactly(tuple(-950L, true, false), tuple(-950_000_000L, true, false));
        assertThat(less.uses()).allMatch(use -> use.standing().isEmpty());
        assertThat(less.settlements()).singleElement().satisfies(settlement -> {
            assertThat(settlement.hold()).isEqualTo("ticket");
            assertThat(settlement.changes()).hasSize(2);
        });
        write(less);
        assertThat(left(permit)).containsExactly(3_450L, 4_850_000_000L);
    }

    @Test
    void moreThanTheEstimateIsChargedToo() throws UsageUnavailableException {
        var permit = Calls.permit(RATE, BUDGET);
        write(late(permit, charged(permit), Usage.of(100, 1_500)));
        assertThat(left(permit)).containsExactly(2_000L, 3_400_000_000L);
    }

    @Test
    void ofARateOnlyWhatHasNotComeBackMeanwhileIsGivenBack() throws UsageUnavailableException {
        var permit = Calls.permit(RATE);
        var pledges = charged(permit);
        clock.pass(Duration.ofSeconds(1_099));
        var use = late(permit, pledges, Usage.of(100, 50));
        write(use);
        assertThat(left(permit)).containsExactly(3_600L);
        assertThat(use.settlements()).hasSize(1);
        clock.pass(Duration.ofSeconds(1));
        var over = late(permit, pledges, Usage.of(100, 50));
        assertThat(over.settlements()).as("all of it is back by itself").isEmpty();
        assertThat(over.uses()).extracting(LimitUse::charged).containsExactly(-950L);
    }

    @Test
    void aCallThatUsedWhatWasChargedWritesNothing() throws UsageUnavailableException {
        var permit = Calls.permit(RATE, BUDGET);
        var use = late(permit, charged(permit), Usage.of(100, 1_000));
        assertThat(use.settlements()).isEmpty();
        assertThat(use.uses()).extracting(LimitUse::charged).containsExactly(0L, 0L);
    }

    @Test
    void aLimitThatIsGoneLeavesItsCounterAsItIs() throws UsageUnavailableException {
        var pledges = charged(Calls.permit(RATE, BUDGET));
        var use = late(Calls.permit(BUDGET), pledges, Usage.of(100, 50));
        assertThat(use.uses()).extracting(LimitUse::charged).containsExactly(-950_000_000L);
        assertThat(use.settlements())
                .flatExtracting(Settlement::changes)
                .extracting(Settlement.Change::counter)
                .containsExactly("USD/day");
    }

    @Test
    void askingForAResultTakesARequestAndAPlaceOnly() {
        var permit = Calls.permit("9 requests per day", RATE, "3 KB per day", "2 concurrent");
        var visit = (Reservation) limiter.revisit(permit, ALICE, clock.instant().plusSeconds(30));
        assertThat(visit.uses())
                .extracting(use -> use.limit().text(), LimitUse::charged)
                .containsExactly(tuple("9 requests per day", 1L), tuple("2 concurrent", 1L));
    }

    @Test
    void onlyALimitOnTokensAssumesItsReserve() {
        var unbounded = new Demand(400, 100, OptionalLong.empty());
        var requests = Calls.permit("9 requests per day");
        var call = (Reservation) limiter.reserve(requests, ALICE, unbounded, clock.instant());
        assertThat(call.assumed()).isEqualTo(Usage.of(100, 0, Usage.Source.ASSUMED));
        var tokens = Calls.permit("9 requests per day", "90000 tokens per day, reserve 70");
        var counted = (Reservation) limiter.reserve(tokens, ALICE, unbounded, clock.instant());
        assertThat(counted.assumed()).isEqualTo(Usage.of(100, 70, Usage.Source.ASSUMED));
    }
}
