package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.answer;
import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.limits.LimitUse;
import io.sagegate.reason.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the record says that a call cost.
final class CostRecordTest {
    private static final String BODY = "{\"prompt\":\"hi\",\"max_tokens\":500}";
    private static final String STATED = "{\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":5}}";
    private static final List<Map<String, String>> PRICES =
            List.of(Map.of("price", "0.001 USD per 1000 input tokens and 0.003 USD per 1000 output tokens"));

    private static LineOfGateway served(LineOfGateway line) {
        line.answers = _ -> answer(STATED);
        line.whole(line.request("invocations", BODY));
        return line;
    }

    @Test
    void aCompletionSaysWhatTheCallCostWithoutALimit() {
        var line = served(new LineOfGateway(grant("prices", PRICES)));
        assertThat(line.completion().cost()).contains(26_000L);
        assertThat(line.record.getFirst().cost()).as("nothing is known before").isEmpty();
    }

    @Test
    void aLimitInDollarsChargesTheSame() {
        var line = served(new LineOfGateway(grant("prices", PRICES, "limits", List.of("1 USD per day"))));
        assertThat(line.completion().cost()).contains(26_000L);
        assertThat(line.completion().limits()).extracting(LimitUse::charged).containsExactly(26_000L);
    }

    @Test
    void whatHasNoPriceHasNoCost() {
        assertThat(served(new LineOfGateway(grant())).completion().cost()).isEmpty();
    }

    @Test
    void aCallThatALimitRefusesHasNoCost() {
        var line = new LineOfGateway(grant("prices", PRICES, "limits", List.of("300 tokens per day")));
        assertThat(line.reasonOf(line.request("invocations", BODY))).isEqualTo(Reason.LIMIT_EXCEEDED);
        assertThat(line.completion().cost()).isEmpty();
    }
}
