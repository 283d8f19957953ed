package io.sagegate.limits;

import static io.sagegate.limits.Calls.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sagegate.limits.NotedUsageStore.Fate;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Shadowed;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Limits in shadow beside limits in force: they take all together or nothing, and refuse nobody.
final class ShadowTakesTest {
    private static final Demand ONE = Calls.tokens(100, 200);

    private final TickingClock clock = new TickingClock("2026-11-23T10:00:00Z");
    private final NotedUsageStore store = new NotedUsageStore();
    private final Limiter limiter = new Limiter(store, clock);

    private static Map<String, Object> shadow(String limit) {
        return Map.of("limit", limit, "enforce", "shadow");
    }

    private static boolean isShadow(String key) {
        return key.startsWith("shadow|");
    }

    private Reservation reserve(Object... limits) {
        return (Reservation) limiter.reserve(
                Calls.permit(limits), ALICE, ONE, clock.instant().plusSeconds(30));
    }

    @Test
    void bothKindsAreCountedEachFromItsOwnItem() {
        var call = reserve("10 requests per day", shadow("5 requests per day"));
        assertThat(call.standing()).extracting(LimitStatus::remaining).containsExactly(9L, 4L);
        assertThat(call.own()).extracting(LimitStatus::remaining).containsExactly(9L);
        assertThat(call.uses())
                .extracting(LimitUse::charged, LimitUse::counted, LimitUse::refused)
                .containsExactly(tuple(1L, true, false), tuple(1L, true, false));
        assertThat(call.shadowed()).isEmpty();
    }

    @Test
    void theLimitThatWouldHaveRefusedIsNamedAndNothingIsTakenFromAnyInShadow() {
        var told = Map.of("limit", "1 concurrent", "enforce", Map.of("shadow", true, "header", true));
        var limits = new Object[] {"10 requests per day", told, shadow("9 KB per day")};
        reserve(limits);
        var second = reserve(limits);
        assertThat(second.shadowed())
                .containsExactly(Shadowed.refusal(Shadowed.Kind.LIMIT, "concurrent", Reason.LIMIT_EXCEEDED, true));
        assertThat(second.uses())
                .extracting(LimitUse::charged, LimitUse::counted, LimitUse::refused)
                .containsExactly(tuple(1L, true, false), tuple(0L, true, true), tuple(0L, true, false));
        assertThat(second.standing()).extracting(LimitStatus::remaining).containsExactly(8L, 0L, 8L);
    }

    @Test
    void bothAreSettledToTheTrueUse() throws UsageUnavailableException {
        var limits = new Object[] {"1000 tokens per day", shadow("500 tokens per day")};
        var call = reserve(limits);
        assertThat(call.uses()).extracting(LimitUse::charged).containsExactly(300L, 300L);
        var usage = Usage.of(100, 20);
        var settled = limiter.settle(call, usage);
        assertThat(settled).extracting(LimitStatus::remaining).containsExactly(880L, 380L);
        assertThat(call.uses(usage, settled))
                .extracting(
                        LimitUse::charged, use -> use.standing().orElseThrow().remaining())
                .containsExactly(tuple(120L, 880L), tuple(120L, 380L));
    }

    @Test
    void whatALimitInShadowRefusedIsChargedNothingAndStandsAsItDid() throws UsageUnavailableException {
        var call = reserve("1000 tokens per day", shadow("200 tokens per day"));
        var usage = Usage.of(100, 20);
        var settled = limiter.settle(call, usage);
        assertThat(settled).extracting(LimitStatus::remaining).containsExactly(880L, 200L);
        assertThat(call.uses(usage, settled))
                .extracting(LimitUse::charged, LimitUse::refused)
                .containsExactly(tuple(120L, false), tuple(0L, true));
    }

    @ParameterizedTest
    @EnumSource(names = {"DOWN", "FAULT"})
    void aTableThatFailsForLimitsInShadowFailsNoCall(Fate fate) {
        store.fail(fate, ShadowTakesTest::isShadow);
        var call = reserve("10 requests per day", shadow("5 requests per day"));
        assertThat(call.shadowed()).isEmpty();
        assertThat(call.standing()).extracting(LimitStatus::remaining).containsExactly(9L);
        assertThat(call.uses())
                .extracting(use -> use.limit().isEnforced(), LimitUse::charged, LimitUse::counted, LimitUse::refused)
                .containsExactly(tuple(true, 1L, true, false), tuple(false, 0L, false, false));
        assertThat(call.uses().getLast().standing()).isEmpty();
    }

    @Test
    void anErrorInShadowGivesBackWhatIsInForce() {
        store.fail(Fate.ERROR, ShadowTakesTest::isShadow);
        assertThatThrownBy(() -> reserve("1000 tokens per day", shadow("5 requests per day")))
                .isInstanceOf(StackOverflowError.class);
        store.fail(Fate.DOWN, _ -> false);
        assertThat(reserve("1000 tokens per day").standing())
                .extracting(LimitStatus::remaining)
                .containsExactly(700L);
    }

    @Test
    void aSettlementThatFailsInShadowSettlesWhatIsInForce() throws UsageUnavailableException {
        var call = reserve("1000 tokens per day", shadow("500 tokens per day"));
        store.fail(Fate.DOWN, ShadowTakesTest::isShadow);
        assertThat(limiter.settle(call, Usage.of(100, 20)))
                .extracting(LimitStatus::remaining)
                .containsExactly(880L, 200L);
    }

    @Test
    void aSettlementThatFailsInForceSettlesWhatIsInShadow() {
        var call = reserve("1000 tokens per day", shadow("500 tokens per day"));
        store.fail(Fate.DOWN, key -> !isShadow(key));
        assertThatThrownBy(() -> limiter.settle(call, Usage.of(100, 20))).isInstanceOf(UsageUnavailableException.class);
        assertThat(store.settlements).hasSize(2);
    }

    @Test
    void whereLimitsInForceWereNotCountedThoseInShadowAreNotAsked() {
        store.fail(Fate.DOWN, _ -> true);
        var call = reserve(Map.of("limit", "5 concurrent", "onUsageFailure", "allow"), shadow("5 requests per day"));
        assertThat(store.draws).noneMatch(draw -> isShadow(draw.key()));
        assertThat(call.uses())
                .extracting(LimitUse::charged, LimitUse::counted)
                .containsExactly(tuple(1L, false), tuple(0L, false));
        assertThat(call.uses()).extracting(LimitUse::standing).containsOnly(Optional.empty());
    }

    private Admission reserveBody(String body, Object... limits) {
        return limiter.reserve(
                Calls.permit(limits),
                ALICE,
                "application/json",
                body.getBytes(StandardCharsets.UTF_8),
                clock.instant().plusSeconds(30));
    }

    @Test
    void aBodyWhoseTokensCannotBeToldIsRefusedByThoseThatCountTokens() {
        var body = "{\"max_tokens\":\"many\"}";
        var call = (Reservation)
                reserveBody(body, "10 requests per day", shadow("5 requests per day"), shadow("500 tokens per day"));
        assertThat(call.shadowed())
                .containsExactly(Shadowed.refusal(Shadowed.Kind.LIMIT, "tokens-day", Reason.UNCOUNTABLE_BODY, false));
        assertThat(call.uses())
                .extracting(LimitUse::limit)
                .extracting(Limit::isEnforced)
                .containsExactly(true);
        assertThat(call.standing()).hasSize(1);
        assertThat(reserveBody(body, "500 tokens per day", shadow("5 requests per day")))
                .isInstanceOf(Admission.Uncountable.class);
    }

    @Test
    void tokensMatterWhereALimitCountsThemInForceOrInShadow() {
        assertThat(reserve("10 requests per day", shadow("5 concurrent")).countsTokens())
                .isFalse();
        assertThat(reserve("10 requests per day", shadow("500 tokens per day")).countsTokens())
                .isTrue();
        assertThat(reserve("500 tokens per day").countsTokens()).isTrue();
    }

    @Test
    void aCallThatALimitInForceRefusesTakesFromNoneInShadow() {
        var limits = new Object[] {"1 requests per day", shadow("5 requests per day")};
        reserve(limits);
        var second = limiter.reserve(Calls.permit(limits), ALICE, ONE, clock.instant());
        assertThat(((Admission.Refused) second).limit().text()).isEqualTo("1 requests per day");
        assertThat(store.draws).filteredOn(draw -> isShadow(draw.key())).hasSize(1);
    }

    @Test
    void aCallWithoutLimitsInShadowHasNone() {
        var call = reserve("10 requests per day");
        assertThat(call.shadow()).isEqualTo(InShadow.NONE);
        assertThat(InShadow.of(List.of())).isEmpty();
        assertThat(store.draws).hasSize(1);
    }
}
