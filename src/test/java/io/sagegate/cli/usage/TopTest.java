package io.sagegate.cli.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.policy.document.PolicySyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TopTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final long NANOS = Duration.between(Instant.EPOCH, NOW).toNanos();
    private static final String POLICY = """
            roles:
              bulk:
                - endpoint: llm
                  actions: [invoke]
                  limits: [1000 requests per second, 10 concurrent]
            bindings:
              - {role: bulk, members: [key:alice]}
            """;

    private static Top top() throws InvalidPolicyException, PolicySyntaxException {
        var policy = PolicyCompiler.compile(PolicyDocument.parse("p", POLICY)).sound();
        return new Top(LimitsInForce.of(policy, NOW), 5, NOW);
    }

    private static UsageItem item(String counter, long value) {
        return new UsageItem(Map.of(counter, value), Map.of());
    }

    @Test
    void theItemsThatShareAHighRateAreOneRow() throws InvalidPolicyException, PolicySyntaxException {
        var top = top();
        top.add("principal|bulk|llm|key|alice#0", item("requests/second", NANOS + 400_000_000L));
        top.add("principal|bulk|llm|key|alice#1", item("requests/second", NANOS + 400_000_000L));
        assertThat(top.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.key().subject()).isEqualTo("alice");
            assertThat(entry.status().limit().text()).isEqualTo("1000 requests per second");
            assertThat(entry.status().remaining()).isBetween(1L, entry.status().total() - 1);
        });
    }

    @Test
    void aNameThatEndsLikeAShareIsStillANameForOtherLimits() throws InvalidPolicyException, PolicySyntaxException {
        var top = top();
        top.add("principal|bulk|llm|okta|a|b#3", item("concurrent", 4));
        assertThat(top.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.key().subject()).isEqualTo("a|b#3");
            assertThat(entry.status().remaining()).isEqualTo(6);
        });
    }

    @Test
    void whatNoLimitCountsIsLeftOut() throws InvalidPolicyException, PolicySyntaxException {
        var top = top();
        top.add("principal|gone|llm|key|alice", item("concurrent", 4));
        top.add("chain#abc", item("sequence", 4));
        top.add("nonsense", item("concurrent", 4));
        assertThat(top.entries()).isEmpty();
    }
}
