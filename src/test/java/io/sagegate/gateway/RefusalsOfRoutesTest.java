package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests that end where they are read, and streams that no filter can read.
final class RefusalsOfRoutesTest {
    private final LineOfGateway line = new LineOfGateway(grant());

    @Test
    void aWrongMethodIsToldTheRightOne() {
        var answer = line.whole(line.of("BatchScorer", "GET", "invocations", ""));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers().first("allow")).contains("POST");
    }

    @Test
    void anEventThatIsNoWholeRequestEndsThere() {
        var own = line.request("invocations", "{}");
        var broken = Requests.broken(own, Reason.MALFORMED_EVENT);

        assertThat(line.reasonOf(broken)).isEqualTo(Reason.MALFORMED_EVENT);
        assertThat(line.calls).isEmpty();
    }

    @Test
    void anUnknownPathIsToldNone() {
        var answer = line.whole(line.of("BatchScorer", "POST", "predictions", ""));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers().has("allow")).isFalse();
    }

    @Test
    void aPathOfAnotherApiIsToldWhatToUseInstead() {
        var answer = line.whole(line.openAi("responses", "{}"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("The Responses API is not served.");
    }

    @ParameterizedTest
    @CsvSource({"1000000, GRANTED", "1000001, BODY_TOO_LARGE"})
    void aBodyIsTakenUpToItsBound(int bytes, Reason reason) {
        assertThat(line.reasonOf(line.request("invocations", "x".repeat(bytes))))
                .isEqualTo(reason);
    }

    @Test
    void aStreamThatNoFilterCanReadIsClosedAndNothingOfItLeaves() {
        var filter = Map.of("name", "f", "rules", List.of(Map.of("contentTypes", List.of("application/json"))));
        var filtered = new LineOfGateway(grant("filter", filter));
        var stream = new LineOfGateway.Script(List.of("data: secret\n\n"));
        filtered.streams = _ -> stream;

        var answer = filtered.whole(filtered.request("invocations-response-stream", "{}"));

        assertThat(filtered.completion().reason()).isEqualTo(Reason.FILTER_FAILED);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("secret");
        assertThat(stream.closed).isTrue();
    }
}
