package io.sagegate.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.policy.Limit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The `notify` of a limit.
final class NotifyTest {
    private static Limit limit(String text, Object notify) throws PolicySyntaxException {
        var node = new PolicyNode(List.of(Map.of("limit", text, "notify", notify)), "limits");
        return LimitReader.ofGrant(node).getFirst();
    }

    @ParameterizedTest
    @CsvSource({"5 USD per day", "100 requests per hour", "1000 tokens per day", "1000000000 requests per month"})
    void budgetsAndSlowRatesHaveThresholds(String text) throws PolicySyntaxException {
        assertThat(limit(text, List.of("1%", "50%", "100%")).thresholds()).containsExactly(1, 50, 100);
    }

    @Test
    void aLimitWithoutThemHasNone() throws PolicySyntaxException {
        var node = new PolicyNode(List.of("5 USD per day"), "limits");
        assertThat(LimitReader.ofGrant(node).getFirst().thresholds()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 concurrent              | have no window",
                "100 requests per minute   | per hour, day or month",
                "100 tokens per second     | per hour, day or month",
                "180000 requests per hour  | requests per month instead"
            })
    void whatHasNoWindowOrNoSumHasNone(String text, String why) {
        assertThatThrownBy(() -> limit(text, List.of("50%")))
                .isInstanceOf(PolicySyntaxException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({"0%", "101%", "080%", "50", "5.5%", "-1%", "50 %"})
    void aPercentageIsWholeAndFromOneToAHundred(String text) {
        assertThatThrownBy(() -> limit("5 USD per day", List.of(text)))
                .isInstanceOf(PolicySyntaxException.class)
                .hasMessageContaining("from 1% to 100%");
    }

    @Test
    void percentagesAscendAndAreFew() {
        for (var list : List.of(List.of("80%", "50%"), List.of("50%", "50%"))) {
            assertThatThrownBy(() -> limit("5 USD per day", list)).hasMessageContaining("ascend");
        }
        for (var list : List.of(List.of(), List.of("1%", "2%", "3%", "4%", "5%", "6%"))) {
            assertThatThrownBy(() -> limit("5 USD per day", list)).hasMessageContaining("1 to 5 percentages");
        }
    }

    @Test
    void aRaiseIntoBatchesHasNone() {
        var raise = Map.of("to", "200000 requests per hour", "until", "2030-01-01T00:00:00Z", "because", "launch");
        var limit = Map.of("limit", "100 requests per hour", "raise", raise, "notify", List.of("50%"));
        assertThatThrownBy(() -> LimitReader.ofGrant(new PolicyNode(List.of(limit), "limits")))
                .hasMessageContaining("batches");
    }

    @Test
    void aRaisedLimitKeepsItsThresholds() throws PolicySyntaxException {
        var raise = Map.of("to", "200 requests per hour", "until", "2030-01-01T00:00:00Z", "because", "launch");
        var limit = Map.of("limit", "100 requests per hour", "raise", raise, "notify", List.of("50%"));
        var read = LimitReader.ofGrant(new PolicyNode(List.of(limit), "limits")).getFirst();
        assertThat(read.at(Instant.EPOCH).thresholds()).containsExactly(50);
    }
}
