package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.answer;
import static io.sagegate.gateway.LineOfGateway.grant;
import static io.sagegate.gateway.Shadows.JSON;
import static io.sagegate.gateway.Shadows.call;
import static io.sagegate.gateway.Shadows.limit;
import static io.sagegate.gateway.Shadows.line;
import static io.sagegate.gateway.Shadows.shadowed;
import static io.sagegate.gateway.Shadows.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.LimitUse;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Shadowed;
import io.sagegate.reason.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Limits in shadow, from the request to the record: they count exactly, and refuse nothing.
final class ShadowLimitsTest {
    @Test
    void aLimitInShadowCountsAndSaysWhichCallsItWouldHaveRefused() {
        var line = new LineOfGateway(grant("limits", List.of(limit("2 requests per day"), "10 requests per day")));
        for (var i = 0; i < 2; i++) {
            assertThat(call(line).status()).isEqualTo(200);
            assertThat(shadowed(line)).isEmpty();
        }
        var third = call(line);
        assertThat(third.status()).isEqualTo(200);
        assertThat(third.headers().first("ratelimit"))
                .hasValueSatisfying(field -> assertThat(field).contains("r=7").doesNotContain("r=0"));
        assertThat(shadowed(line)).extracting(Shadowed::rule).containsExactly("requests-day");
        var use = line.completion().charge().limits().getLast();
        assertThat(use.limit().text()).isEqualTo("2 requests per day");
        assertThat(use.charged()).isZero();
        assertThat(text(line.completion()))
                .contains("\"would_refuse\":true,\"enforce\":\"shadow\"")
                .doesNotContain("\"refused\":true");
    }

    @Test
    void aLimitInShadowIsSettledToTheTrueUse() {
        var line = new LineOfGateway(grant("limits", List.of(limit("1000 tokens per day"))));
        line.answers = _ -> answer("{\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":5}}");
        call(line);
        var use = line.completion().charge().limits().getFirst();
        assertThat(use.charged()).isEqualTo(16);
        assertThat(use.standing().orElseThrow().remaining()).isEqualTo(984);
    }

    @Test
    void aCallThatALimitInForceRefusesTakesNothingFromOneInShadow() {
        var line = new LineOfGateway(grant("limits", List.of("1 requests per day", limit("5 requests per day"))));
        call(line);
        assertThat(call(line).status()).isEqualTo(429);
        assertThat(line.completion().charge().limits())
                .extracting(use -> use.limit().isEnforced())
                .containsExactly(true);
        assertThat(line.completion().ruling().shadowed()).isEmpty();
    }

    @Test
    void aPlaceOfALimitOnConcurrencyInShadowComesBack() {
        var line = new LineOfGateway(grant("limits", List.of(limit("1 concurrent"))));
        for (var i = 0; i < 3; i++) {
            call(line);
            assertThat(shadowed(line)).isEmpty();
        }
    }

    @Test
    void aUsageTableThatFailsForALimitInShadowFailsNoCall() {
        var line = new LineOfGateway(
                grant("limits", List.of("5 requests per day", limit("5000 tokens per day"))), new ShadowsDown());
        assertThat(call(line).status()).isEqualTo(200);
        assertThat(line.completion().charge().limits())
                .extracting(LimitUse::counted)
                .containsExactly(true, false);
        assertThat(shadowed(line)).isEmpty();
    }

    @Test
    void aBodyWhoseTokensCannotBeToldIsRefusedInShadowOnly() {
        var line = new LineOfGateway(grant("limits", List.of(limit("500 tokens per day"))));
        var answer = line.whole(line.request("invocations", "{\"max_tokens\":\"many\"}", "content-type", JSON));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(shadowed(line)).extracting(Shadowed::refusal).containsExactly(Optional.of(Reason.UNCOUNTABLE_BODY));
    }

    @Test
    void aTableThatIsDownForLimitsInForceIsNotAskedOnceMore() {
        var taken = new AtomicInteger();
        var down = new TableDown(taken);
        var line = new LineOfGateway(
                grant(
                        "limits",
                        List.of(
                                Map.of("limit", "5 requests per day", "onUsageFailure", "allow"),
                                limit("5 requests per day"))),
                down);
        assertThat(call(line).status()).isEqualTo(200);
        assertThat(taken).hasValue(1);
        assertThat(line.completion().charge().limits())
                .extracting(LimitUse::counted)
                .containsExactly(false, false);
    }

    /// Counts nothing, and counts how often it was asked to.
    private record TableDown(AtomicInteger taken) implements UsageStore {
        @Override
        public Outcome take(List<Draw> draws, Deadline deadline) throws UsageUnavailableException {
            taken.incrementAndGet();
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

    /// Counts for limits in force, and is down for those in shadow.
    private static final class ShadowsDown implements UsageStore {
        private final MemoryUsageStore table = new MemoryUsageStore();

        @Override
        public Outcome take(List<Draw> draws, Deadline deadline) throws UsageUnavailableException {
            if (draws.stream().anyMatch(draw -> draw.key().startsWith("shadow|"))) {
                throw new UsageUnavailableException("down", null);
            }
            return table.take(draws, deadline);
        }

        @Override
        public UsageItem settle(Settlement settlement, Deadline deadline) throws UsageUnavailableException {
            if (settlement.key().startsWith("shadow|")) {
                throw new UsageUnavailableException("down", null);
            }
            return table.settle(settlement, deadline);
        }

        @Override
        public Map<String, UsageItem> read(Set<String> keys, Deadline deadline) {
            return table.read(keys, deadline);
        }

        @Override
        public void forget() {}
    }
}
