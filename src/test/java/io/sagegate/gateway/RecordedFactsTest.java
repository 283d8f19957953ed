package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.answer;
import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.api.Request;
import io.sagegate.http.Headers;
import io.sagegate.inference.InferenceResult;
import io.sagegate.kit.Sha256;
import io.sagegate.policy.Action;
import io.sagegate.policy.Target;
import io.sagegate.reason.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A completion states facts of the request, its answer and the grant that let it through.
final class RecordedFactsTest {
    private final LineOfGateway line = new LineOfGateway(grant());

    private Request at(String path) {
        line.record.clear();
        var own = line.request("invocations", "{}");
        return Requests.at(own, path);
    }

    @Test
    void aWholeAnswerIsKnownByItsHashAndAnEmptyOneHasNone() {
        line.answers = _ -> answer("{\"a\":1}");
        line.whole(line.request("invocations", "{}"));
        assertThat(line.completion().http().responseHash()).contains(Sha256.hex("{\"a\":1}"));
        assertThat(line.completion().http().requestHash()).contains(Sha256.hex("{}"));

        line.record.clear();
        line.answers = _ -> answer("");
        line.whole(line.request("invocations", ""));
        assertThat(line.completion().http().responseHash()).isEmpty();
        assertThat(line.completion().http().requestHash()).isEmpty();
    }

    @Test
    void aStreamedAnswerIsKnownByItsHashAndAnEmptyOneHasNone() throws IOException {
        line.streams = _ -> new LineOfGateway.Script(List.of("data: 1\n", "\n"));
        line.gateway.handle(line.request("invocations-response-stream", "{}"), new Nowhere());
        assertThat(line.completion().http().responseHash()).contains(Sha256.hex("data: 1\n\n"));
        assertThat(line.completion().http().responseBytes()).isEqualTo(9);

        line.record.clear();
        line.streams = _ -> new LineOfGateway.Script(List.of());
        line.gateway.handle(line.request("invocations-response-stream", "{}"), new Nowhere());
        assertThat(line.completion().http().responseHash()).isEmpty();
    }

    @Test
    void aCompletionIsRecordedInTimeForItsAnswer() throws IOException {
        var request = line.request("invocations", "{}");
        line.whole(request);
        assertThat(line.recordedBy).contains(request.deadline().minusMillis(50));

        var streamed = line.request("invocations-response-stream", "{}");
        line.gateway.handle(streamed, new Nowhere());
        assertThat(line.recordedBy).contains(streamed.deadline().minusMillis(50));
    }

    @Test
    void theCallItsCallerAndWhatLetItThroughAreNamedOnBothLines() {
        line.regrant("everybody", List.of(grant()));
        line.whole(line.request("invocations", "{}"));

        assertThat(line.record).hasSize(2).allSatisfy(event -> {
            assertThat(event.ruling().revision()).contains(2L);
            assertThat(event.ruling().grant()).contains("everybody/0");
            assertThat(event.call().action()).contains(Action.INVOKE);
            assertThat(event.call().target()).contains(Target.ofEndpoint("llm"));
            assertThat(event.caller().principal().orElseThrow().subject()).endsWith("role/BatchScorer");
            assertThat(event.ruling().members()).isPresent();
            assertThat(event.elapsed()).isBetween(Duration.ZERO, Duration.ofMinutes(10));
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theVariantThatAnsweredIsNamedAlsoWhereAFilterInShadowSeesTheAnswer(boolean shadow) {
        var rule = Map.of("mask", List.of("email"));
        var seen = shadow ? new LineOfGateway(grant("filter", Shadows.filter(Shadows.with(rule, "shadow")))) : line;
        seen.answers = _ -> new InferenceResult.Answer(
                "{}".getBytes(StandardCharsets.UTF_8),
                Headers.of("content-type", "application/json", "x-amzn-invoked-production-variant", "blue"));

        seen.whole(seen.request("invocations", "{}"));

        assertThat(seen.completion().call().variant()).contains("blue");
    }

    @Test
    void aPathIsRecordedUpToABoundAndNotAtAllIfItIsMalformed() {
        assertThat(line.reasonOf(at("/predictions"))).isEqualTo(Reason.NO_SUCH_PATH);
        assertThat(line.completion().http().path()).isEqualTo("/predictions");

        var id = "x".repeat(100);
        var longest = ("/" + id).repeat(6);
        line.whole(at(longest));
        assertThat(line.completion().reason()).isEqualTo(Reason.NO_SUCH_PATH);
        assertThat(line.completion().http().path()).isEqualTo(longest.substring(0, 512));

        assertThat(line.reasonOf(at("/endpoints/a%2Fb/invocations"))).isEqualTo(Reason.MALFORMED_PATH);
        assertThat(line.completion().http().path()).isEmpty();
    }
}
