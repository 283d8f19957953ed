package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.answer;
import static io.sagegate.gateway.LineOfGateway.failure;
import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.audit.Verdict;
import io.sagegate.inference.Invocation;
import io.sagegate.policy.ModelRoute;
import io.sagegate.policy.ModelRoutes;
import io.sagegate.policy.Target;
import io.sagegate.reason.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Models that are scaled to zero.
final class SleepingModelTest {
    private static AsyncLine asleep(Object... membersAndValues) {
        var grant = grant(membersAndValues);
        grant.put("actions", List.of("invoke", "invoke-async"));
        var world = new AsyncLine(grant);
        world.line.answers = _ -> failure(Reason.ENDPOINT_STARTING);
        return world;
    }

    @Test
    void callersAreToldToWaitAsLongAsThePolicySays() {
        var line = asleep("wakeSeconds", 90).line;

        var answer = line.whole(line.request("invocations", "{}"));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().first("retry-after")).contains("90");
        assertThat(line.completion().reason()).isEqualTo(Reason.ENDPOINT_STARTING);
    }

    @Test
    void theQueueTakesABufferedCallWhereTheGrantSaysSo() {
        var line = asleep("onSleep", "queue", "limits", List.of("5000 tokens per month")).line;

        var answer = line.whole(line.request("invocations", "{\"max_tokens\":9}", "content-type", "application/json"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers().first("location").orElseThrow()).startsWith("/endpoints/llm/async-invocations/");
        assertThat(line.calls.getLast()).isInstanceOf(Invocation.Queued.class);
        assertThat(line.record.stream().map(event -> event.phase()))
                .containsExactly(Phase.ATTEMPT, Phase.ATTEMPT, Phase.COMPLETION);
        assertThat(line.completion().charge().limits().getFirst().charged()).isLessThan(2_000);
    }

    @Test
    void aQueueThatTheCallerMayNotUseIsNoWayOut() {
        var line = asleep("onSleep", Map.of("queue", "llm-later")).line;

        assertThat(line.reasonOf(line.request("invocations", "{}"))).isEqualTo(Reason.ENDPOINT_STARTING);
        assertThat(line.calls).hasSize(1);
    }

    /// Such a call is not refused as a queued one would be: it was never meant for a queue.
    @Test
    void aHeaderThatOnlyTheQueueReadsIsNoWayOutAndHoldsNothing() {
        var line = asleep("onSleep", "queue", "limits", List.of("1 concurrent")).line;
        for (var i = 0; i < 2; i++) {
            assertSleeps(line, "x-amzn-sagemaker-content-type", "\u00e9");
        }
    }

    @Test
    void aPolicyThatCannotBeReadForTheQueueIsNoWayOutAndHoldsNothing() {
        var line = asleep("onSleep", "queue", "limits", List.of("1 concurrent")).line;
        line.written = event -> line.rolesAreAway = event.phase() == Phase.ATTEMPT;
        for (var i = 0; i < 2; i++) {
            assertSleeps(line);
        }
    }

    private static void assertSleeps(LineOfGateway line, String... headers) {
        line.record.clear();
        assertThat(line.reasonOf(line.request("invocations", "{}", headers))).isEqualTo(Reason.ENDPOINT_STARTING);
        assertThat(line.completion().verdict()).isEqualTo(Verdict.ALLOWED);
        assertThat(line.completion().charge().limits()).hasSize(1);
    }

    @Test
    void aCallTooLargeForTheQueueIsToldToWait() {
        var line = asleep("onSleep", "queue").line;

        assertThat(line.reasonOf(line.request("invocations", "x".repeat(130_000))))
                .isEqualTo(Reason.ENDPOINT_STARTING);
    }

    @Test
    void aSleepingModelIsLeftAloneForAsLongAsItNeedsToWake() {
        var grants = List.of(
                Map.<String, Object>of("endpoint", "one", "actions", List.of("invoke"), "wakeSeconds", 120),
                Map.<String, Object>of("endpoint", "two", "actions", List.of("invoke")));
        var routes = new ModelRoutes(
                "llm",
                List.of(new ModelRoute(Target.ofEndpoint("one"), 1, Optional.empty())),
                List.of(new ModelRoute(Target.ofEndpoint("two"), 0, Optional.empty())),
                ModelRoutes.OPERATIONS,
                false);
        var line = new LineOfGateway(grants, Map.of("llm", routes));
        line.answers = call ->
                call.permit().target().endpoint().equals("one") ? failure(Reason.ENDPOINT_STARTING) : answer("{}");

        for (var pause : List.of(0, 119, 2)) {
            line.clock.pass(Duration.ofSeconds(pause));
            line.whole(chat(line));
        }

        assertThat(line.calls.stream().map(call -> call.permit().target().endpoint()))
                .containsExactly("one", "two", "two", "one", "two");
    }

    private static io.sagegate.api.Request chat(LineOfGateway line) {
        var own =
                line.request("invocations", "{\"model\":\"llm\",\"messages\":[]}", "content-type", "application/json");
        return Requests.at(own, "/v1/chat/completions");
    }
}
