package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.api.Request;
import io.sagegate.policy.Action;
import io.sagegate.reason.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How long a model may take.
final class CallTimeTest {
    private final LineOfGateway line = new LineOfGateway(grant());

    private Request within(Duration left) {
        var own = line.request("invocations", "{}");
        return Requests.until(own, line.clock.instant().plus(left));
    }

    @Test
    void aModelHasTheFunctionsTimeWithoutWhatTheAnswerNeeds() {
        line.whole(within(Duration.ofSeconds(30)));

        assertThat(line.calls.getLast().timeout()).isEqualTo(Duration.ofMillis(28_500));
    }

    @Test
    void noModelHasMoreTimeThanSageMakerGivesIt() {
        line.whole(within(Duration.ofMinutes(15)));

        assertThat(line.calls.getLast().timeout()).isEqualTo(Action.INVOKE.longest());
    }

    @ParameterizedTest
    @CsvSource({"1500, MODEL_TIMEOUT, 0", "1501, GRANTED, 1"})
    void withoutTimeForTheAnswerNoModelIsCalled(long milliseconds, Reason reason, int calls) {
        assertThat(line.reasonOf(within(Duration.ofMillis(milliseconds)))).isEqualTo(reason);
        assertThat(line.calls).hasSize(calls);
    }
}
