package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.answer;
import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.audit.StageTiming;
import io.sagegate.gateway.LineOfGateway.Script;
import io.sagegate.limits.LimitUse;
import io.sagegate.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// The record tells the cost of a call.
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
        assertThat(line.completion().charge().cost()).contains(26_000L);
        assertThat(line.record.getFirst().charge().cost())
                .as("nothing is known before")
                .isEmpty();
    }

    @Test
    void aLimitInDollarsChargesTheSame() {
        var line = served(new LineOfGateway(grant("prices", PRICES, "limits", List.of("1 USD per day"))));
        assertThat(line.completion().charge().cost()).contains(26_000L);
        assertThat(line.completion().charge().limits())
                .extracting(LimitUse::charged)
                .containsExactly(26_000L);
    }

    @Test
    void whatHasNoPriceHasNoCost() {
        assertThat(served(new LineOfGateway(grant())).completion().charge().cost())
                .isEmpty();
    }

    @Test
    void aCallThatALimitRefusesHasNoCost() {
        var line = new LineOfGateway(grant("prices", PRICES, "limits", List.of("300 tokens per day")));
        assertThat(line.reasonOf(line.request("invocations", BODY))).isEqualTo(Reason.LIMIT_EXCEEDED);
        assertThat(line.completion().charge().cost()).isEmpty();
    }

    @Test
    void theModelsTimeIsPricedInBegunMillisecondsAndALimitChargesTheSame() {
        var prices = List.of(Map.of("price", "0.002 USD per second and 0.01 USD per call"));
        var line = new LineOfGateway(grant("prices", prices, "limits", List.of("1 USD per day")));
        for (var operation : List.of("invocations", "invocations-response-stream")) {
            line.record.clear();
            line.answers = _ -> {
                LockSupport.parkNanos(2_000_000);
                return answer("{}");
            };
            line.streams = _ -> new Script(List.of("data: {}\n\n"));
            line.whole(line.request(operation, BODY));
            var millis = Math.ceilDiv(
                    line.completion().stages().stream()
                            .filter(stage -> stage.stage() == StageTiming.Stage.MODEL)
                            .mapToLong(stage -> stage.elapsed().toNanos())
                            .sum(),
                    1_000_000L);
            assertThat(line.completion().charge().cost()).contains(10_000_000L + 2_000L * millis);
            assertThat(line.completion().charge().limits())
                    .extracting(LimitUse::charged)
                    .containsExactly(10_000_000L + 2_000L * millis);
            assertThat(line.record.getFirst().charge().limits())
                    .as("as long as the call may take is set aside")
                    .extracting(LimitUse::charged)
                    .containsExactly(10_000_000L + 2_000_000L * 30);
        }
    }

    @Test
    void aCallFromAQueueIsPricedByItsEstimateAndTheFirstFetchTellsTheDifference() {
        var grant = grant("prices", PRICES);
        grant.put("actions", List.of("invoke-async"));
        var world = new AsyncLine(grant);
        var line = world.line;
        var queued = line.whole(line.request("async-invocations", BODY, "content-type", "application/json"));
        var estimate = line.completion().charge().cost().orElseThrow();
        world.result("application/json", STATED);
        var path = queued.headers().first("location").orElseThrow();
        var costs = new ArrayList<Optional<Long>>();
        for (var i = 0; i < 2; i++) {
            line.record.clear();
            line.whole(line.of("BatchScorer", "GET", path.substring(path.indexOf("async-invocations")), ""));
            costs.add(line.completion().charge().cost());
        }
        assertThat(estimate).isGreaterThan(26_000L);
        assertThat(costs).containsExactly(Optional.of(26_000L - estimate), Optional.empty());
    }
}
