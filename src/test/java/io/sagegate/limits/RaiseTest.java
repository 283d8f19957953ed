package io.sagegate.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.identity.ApiClient;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Action;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.Facts;
import io.sagegate.policy.Question;
import io.sagegate.policy.Target;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicyReader;
import io.sagegate.policy.document.PolicySyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// More of a limit for a while.
final class RaiseTest {
    private static final ApiClient ALICE = new ApiClient("alice", "k");
    private static final Instant END = Instant.parse("2026-11-23T12:00:00Z");

    private final TickingClock clock = new TickingClock("2026-11-23T10:00:00Z");
    private final Limiter limiter = new Limiter(new MemoryUsageStore(), clock);

    private static Map<String, Object> raise(String to) {
        return Map.of("to", to, "until", END.toString(), "because", "launch");
    }

    private List<Assignment> roles(String limit, Map<String, ?> raise) throws PolicySyntaxException {
        var limits = List.of(Map.of("limit", limit, "raise", raise));
        var grant = Map.of("endpoint", "llm", "actions", List.of("invoke"), "limits", limits);
        return List.of(new Assignment(
                PolicyReader.role("r", new PolicyNode(List.of(grant), "r")), "key:alice", Optional.empty()));
    }

    private Admission call(List<Assignment> roles) {
        var question = new Question(
                ALICE,
                Action.INVOKE,
                Target.ofEndpoint("llm"),
                new Facts("192.0.2.1", 2, Optional.empty()),
                clock.instant());
        var permit = (Decision.Permit) DecisionPoint.decide(question, roles, 1);
        return limiter.reserve(permit, ALICE, Calls.demand(2), clock.instant().plusSeconds(20));
    }

    @Test
    void aRaiseGivesMoreUntilItsEndAndWhatWasUsedCountsOn() throws PolicySyntaxException, UsageUnavailableException {
        var roles = roles("2 USD per day at 1 USD per call", raise("4 USD per day"));
        for (var i = 0; i < 3; i++) {
            limiter.settle((Reservation) call(roles), Usage.of(1, 1));
        }
        var standing = limiter.peek(ALICE, roles).values().iterator().next().getFirst();
        assertThat(standing.remaining()).isEqualTo(1_000_000_000L);
        assertThat(standing.limit().text())
                .isEqualTo("4 USD per day, raised from 2 USD per day at 1 USD per call until 2026-11-23T12:00:00Z"
                        + " because launch");
        clock.pass(Duration.between(clock.instant(), END));
        assertThat(call(roles)).isInstanceOf(Admission.Refused.class);
        assertThat(((Admission.Refused) call(roles)).limit().text()).isEqualTo("2 USD per day at 1 USD per call");
    }

    @Test
    void theLastInstantBeforeTheEndIsRaised() throws PolicySyntaxException {
        var roles = roles("1 requests per day, burst 1", raise("2 requests per day"));
        clock.pass(Duration.between(clock.instant(), END).minusNanos(1));
        assertThat(call(roles)).isInstanceOf(Reservation.class);
        assertThat(call(roles)).isInstanceOf(Reservation.class);
        assertThat(call(roles)).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void aRaiseIsOfTheSameKindLargerAndHasAnEndAndAReason() {
        assertThatThrownBy(() -> roles("5 USD per day", raise("20 USD per month")))
                .hasMessageContaining("same period");
        assertThatThrownBy(() -> roles("5 USD per day", raise("5 USD per day"))).hasMessageContaining("more than");
        assertThatThrownBy(() -> roles("5 USD per day", Map.of("to", "9 USD per day", "because", "x")))
                .hasMessageContaining("needs its end");
        assertThatThrownBy(() -> roles("5 USD per day", Map.of("to", "9 USD per day", "until", END.toString())))
                .isInstanceOf(PolicySyntaxException.class);
    }
}
