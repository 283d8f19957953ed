package io.sagegate.aws.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.limits.Calls;
import io.sagegate.limits.notices.NoticeException;
import io.sagegate.limits.tokens.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Thresholds of limits: which are told, when, and with what.
final class LimitEventsTest extends LimitEventsCase {
    @Test
    void theCountOfRequestsIsToldAsSoonAsItIsTaken() throws NoticeException {
        var permit = Calls.permit(limit("4 requests per hour", "50%", "100%"));
        var caller = someone();
        var environment = new Environment();
        for (var expected : List.of(List.<Integer>of(), List.of(50), List.of(50), List.of(50, 100))) {
            environment.call(permit, caller);
            assertThat(told()).isEqualTo(expected);
        }
    }

    @Test
    void limitsOnSeveralItemsAreToldToo() throws NoticeException {
        var caller = someone();
        var permit = Calls.permitAs(
                "role" + System.nanoTime(),
                limit("4 requests per hour", "50%"),
                Map.of("limit", "4 requests per day", "scope", "role", "notify", List.of("75%")));
        var environment = new Environment();
        for (var i = 0; i < 4; i++) {
            environment.call(permit, caller);
        }
        assertThat(told()).containsExactly(50, 75);
    }

    @Test
    void oneCallThatPassesSeveralThresholdsTellsEach() throws NoticeException {
        new Environment()
                .call(Calls.permit(limit("0.01 USD per month at 0.01 USD per call", "50%", "80%", "100%")), someone());
        assertThat(told()).containsExactly(50, 80, 100);
        assertThat(bridge.events().stream()
                        .map(event -> event.detail().path("notice").asText())
                        .collect(Collectors.toSet()))
                .hasSize(3)
                .allMatch(id -> id.matches("[0-9a-f]{32}"));
    }

    @Test
    void whatCallsInFlightHoldIsNotUsedYet() throws NoticeException {
        var permit = Calls.permit(limit("0.10 USD per day at 0.05 USD per call", "50%", "100%"));
        var caller = someone();
        var environment = new Environment();
        var other = environment.take(permit, caller);
        environment.call(permit, caller);
        assertThat(told()).containsExactly(50);
        environment.settle(other, Usage.NONE);
        environment.call(permit, caller);
        assertThat(told()).containsExactly(50, 100);
    }

    @Test
    void theNextWindowTellsAnewAndTheSameOneDoesNot() throws NoticeException {
        var permit = Calls.permit(limit("0.02 USD per hour at 0.01 USD per call", "50%"));
        var caller = someone();
        new Environment().call(permit, caller);
        clock.pass(Duration.ofMinutes(30));
        new Environment().call(permit, caller);
        assertThat(told()).containsExactly(50);
        clock.pass(Duration.ofMinutes(30));
        new Environment().call(permit, caller);
        assertThat(told()).containsExactly(50, 50);
    }

    @Test
    void anAmountThatComesBackAndIsUsedAgainIsToldOnce() throws NoticeException {
        var permit = Calls.permit(limit("2000 tokens per hour", "50%"));
        var caller = someone();
        var environment = new Environment();
        for (var i = 0; i < 3; i++) {
            var call = environment.take(permit, caller);
            environment.tell(
                    permit, caller, environment.settle(call, Usage.of(1_000, 0)).crossings());
            clock.pass(Duration.ofMinutes(29));
        }
        // At 10:00 and at 10:29 in one hour, and at 10:58 too.
        assertThat(told()).containsExactly(50);
    }

    @Test
    void thresholdsOfARaisedLimitAreOfTheRaise() throws NoticeException {
        var raise = Map.of("to", "0.10 USD per day", "until", "2099-11-23T12:00:00Z", "because", "launch");
        var limit = Map.of("limit", "0.02 USD per day at 0.01 USD per call", "raise", raise, "notify", List.of("50%"));
        var permit = Calls.permit(limit);
        var caller = someone();
        var environment = new Environment();
        for (var i = 0; i < 4; i++) {
            environment.call(permit, caller);
        }
        assertThat(told()).isEmpty();
        environment.call(permit, caller);
        assertThat(told()).containsExactly(50);
    }

    @Test
    void theEventSaysWhoReachedWhatAndWhen() throws NoticeException {
        var caller = someone();
        new Environment().call(Calls.permit(limit("0.04 USD per day at 0.03 USD per call", "75%")), caller);
        var event = bridge.events().getFirst();
        assertThat(event.source()).isEqualTo("sagegate");
        assertThat(event.detailType()).isEqualTo("Limit Threshold Reached");
        var detail = event.detail();
        assertThat(detail.path("limit").path("name").asText()).isEqualTo("USD-day");
        assertThat(detail.path("limit").path("scope").asText()).isEqualTo("principal");
        assertThat(detail.path("used").asText()).isEqualTo("0.03");
        assertThat(detail.path("total").asText()).isEqualTo("0.04");
        assertThat(detail.path("unit").asText()).isEqualTo("USD");
        assertThat(detail.path("window").path("begins").asText()).isEqualTo("2099-11-23T00:00:00Z");
        assertThat(detail.path("window").path("ends").asText()).isEqualTo("2099-11-24T00:00:00Z");
        assertThat(detail.path("caller").path("subject").asText()).isEqualTo(caller.subject());
        assertThat(detail.path("role").asText()).isEqualTo("analyst");
        assertThat(detail.path("endpoint").asText()).isEqualTo("llm");
        assertThat(detail.path("request").asText()).isEqualTo("r-1");
    }
}
