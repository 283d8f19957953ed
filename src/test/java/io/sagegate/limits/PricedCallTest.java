package io.sagegate.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.identity.ApiClient;
import io.sagegate.identity.Principal;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Permits;
import io.sagegate.policy.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Calls cost by the price of the endpoint or model that they call.
final class PricedCallTest {
    private static final Principal ALICE = new ApiClient("alice", "k");
    private static final Map<String, Object> WHOLE =
            Map.of("price", "0.50 USD per 1000 input tokens and 1.50 USD per 1000 output tokens");
    private static final Map<String, Object> LLAMA = Map.of("component", "llama", "price", "0.001 USD per call");

    private final TickingClock clock = new TickingClock("2026-11-23T10:00:00Z");
    private final Limiter limiter = new Limiter(new MemoryUsageStore(), clock);

    private static Decision.Permit permit(List<?> prices, List<?> limits, Optional<String> component) {
        var grant = Map.<String, Object>of(
                "endpoint",
                "llm",
                "actions",
                List.of("invoke"),
                "components",
                component.map(List::of).orElse(List.of()),
                "prices",
                prices,
                "limits",
                limits);
        var target = new Target("llm", Optional.empty(), component, Optional.empty(), Optional.empty());
        return Permits.of(ALICE, Action.INVOKE, grant, target);
    }

    private Admission reserve(Decision.Permit permit, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return limiter.reserve(
                permit, ALICE, "application/json", bytes, clock.instant().plus(Duration.ofSeconds(20)));
    }

    @Test
    void aCallCostsWithoutALimitAndToTheBillionth() {
        var reservation = (Reservation) reserve(permit(List.of(WHOLE), List.of(), Optional.empty()), "{}");
        assertThat(reservation.cost(Usage.of(1, 1, Usage.Source.MODEL))).contains(2_000_000L);
        assertThat(reservation.cost(Usage.NONE)).contains(0L);
        assertThat(reservation.countsTokens()).isTrue();
    }

    @Test
    void aComponentsOwnPriceGoesBeforeTheEndpoints() {
        var prices = List.of(WHOLE, LLAMA);
        var llama = (Reservation) reserve(permit(prices, List.of(), Optional.of("llama")), "{}");
        assertThat(llama.cost(Usage.of(500, 500, Usage.Source.MODEL))).contains(1_000_000L);
        var other = (Reservation) reserve(permit(prices, List.of(), Optional.of("mistral")), "{}");
        assertThat(other.cost(Usage.of(0, 1_000, Usage.Source.MODEL))).contains(1_500_000_000L);
    }

    @Test
    void withoutAPriceNoCostIsMadeUp() {
        var reservation = (Reservation) reserve(permit(List.of(), List.of(), Optional.empty()), "{}");
        assertThat(reservation.cost(Usage.of(1, 1))).isEmpty();
    }

    @Test
    void aBudgetWithoutAPriceCountsByThePriceOfWhatIsCalledAndOneWithAPriceByItsOwn() throws UsageUnavailableException {
        var limits = List.of("5 USD per day", "9 USD per month at 0.25 USD per call");
        var reservation =
                (Reservation) reserve(permit(List.of(WHOLE), limits, Optional.empty()), "{\"max_tokens\": 10}");
        var usage = Usage.of(100, 10, Usage.Source.MODEL);
        var uses = reservation.uses(usage, limiter.settle(reservation, usage));
        assertThat(uses).extracting(LimitUse::charged).containsExactly(65_000_000L, 250_000_000L);
        assertThat(uses).extracting(use -> use.limit().text()).containsExactly("5 USD per day", limits.get(1));
        assertThat(uses.getFirst().standing().orElseThrow().remaining()).isEqualTo(4_935_000_000L);
        assertThat(reservation.cost(usage)).contains(65_000_000L);
    }

    @Test
    void aBudgetWhoseCallsHaveNoPriceLetsNoneThrough() {
        var permit = permit(List.of(), List.of("1000000 USD per month"), Optional.empty());
        assertThat(reserve(permit, "{}")).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void aBodyThatTellsNoTokensIsNotRefusedForThePriceAlone() {
        var body = "{\"max_tokens\": \"many\"}";
        var limited = permit(List.of(WHOLE), List.of("5 USD per day"), Optional.empty());
        assertThat(reserve(limited, body)).isInstanceOf(Admission.Uncountable.class);
        assertThat(reserve(permit(List.of(WHOLE), List.of(), Optional.empty()), body))
                .isInstanceOf(Reservation.class);
    }

    @Test
    void aLimitThatCountsNoTokensRefusesNoBodyForThePrice() {
        var body = "{\"max_tokens\": \"many\"}";
        var inForce = permit(List.of(WHOLE), List.of("5 requests per day"), Optional.empty());
        assertThat(reserve(inForce, body)).isInstanceOf(Reservation.class);
        var shadow = Map.of("limit", "5 requests per day", "enforce", "shadow");
        var call = (Reservation) reserve(permit(List.of(WHOLE), List.of(shadow), Optional.empty()), body);
        assertThat(call.shadowed()).isEmpty();
        assertThat(call.uses()).extracting(LimitUse::charged).containsExactly(1L);
    }

    @Test
    void aStreamIsAskedForItsUsageWhereALimitOrAPriceCountsTokens() {
        var tokens = List.of("500 tokens per day");
        assertThat(Limiter.asksUsage(permit(List.of(WHOLE), List.of(), Optional.empty())))
                .isTrue();
        assertThat(Limiter.asksUsage(permit(List.of(), tokens, Optional.empty())))
                .isTrue();
        assertThat(Limiter.asksUsage(permit(List.of(), List.of("5 requests per day"), Optional.empty())))
                .isFalse();
        var call = Map.of("price", "0.01 USD per call");
        assertThat(Limiter.asksUsage(permit(List.of(call), List.of(), Optional.empty())))
                .isFalse();
        var silent = Map.<String, Object>of(
                "endpoint",
                "llm",
                "actions",
                List.of("invoke"),
                "limits",
                tokens,
                "counting",
                Map.of("askUsage", false));
        assertThat(Limiter.asksUsage(Permits.of(ALICE, Action.INVOKE, silent))).isFalse();
    }

    @Test
    void thePriceOfALateUseIsTheDifference() {
        var permit = permit(List.of(WHOLE), List.of(), Optional.empty());
        assertThat(Reservation.cost(permit, Usage.of(1_000, 1_000), 3_000_000_000L))
                .contains(-1_000_000_000L);
        assertThat(Reservation.cost(permit(List.of(), List.of(), Optional.empty()), Usage.of(1, 1), 3))
                .isEmpty();
        var reservation = (Reservation) reserve(permit, "{}");
        assertThat(reservation.assumed().outputTokens()).isEqualTo(1_000);
    }
}
