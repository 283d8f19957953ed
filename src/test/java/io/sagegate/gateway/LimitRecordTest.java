package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.answer;
import static io.sagegate.gateway.LineOfGateway.failure;
import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.Verdict;
import io.sagegate.gateway.LineOfGateway.Script;
import io.sagegate.limits.LimitUse;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.reason.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The record tells of limits and tokens.
final class LimitRecordTest {
    private static final String BODY = "{\"prompt\":\"hi\",\"max_tokens\":500}";
    private static final String STATED = "{\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":5}}";

    private static List<Long> left(AuditEvent event) {
        return event.charge().limits().stream()
                .map(use -> use.standing().orElseThrow().remaining())
                .toList();
    }

    @Test
    void anAttemptShowsWhatIsSetAsideAndTheCompletionWhatIsLeftOnceTheRestIsBack() {
        var line = new LineOfGateway(grant("limits", List.of("10 requests per day", "1000 tokens per day")));
        line.answers = _ -> answer(STATED);
        line.whole(line.request("invocations", BODY));

        var attempt = line.record.getFirst();
        assertThat(attempt.charge().limits()).extracting(LimitUse::charged).containsExactly(1L, 501L);
        assertThat(left(attempt)).containsExactly(9L, 499L);
        var completion = line.completion();
        assertThat(List.of(attempt.verdict(), completion.verdict())).containsOnly(Verdict.ALLOWED);
        assertThat(completion.charge().limits()).extracting(LimitUse::charged).containsExactly(1L, 16L);
        assertThat(left(completion)).containsExactly(9L, 984L);
    }

    @Test
    void aRefusalShowsWhatWasLeftAndWhichLimitRefused() {
        var line = new LineOfGateway(grant("limits", List.of("10 requests per day", "300 tokens per day")));
        assertThat(line.reasonOf(line.request("invocations", BODY))).isEqualTo(Reason.LIMIT_EXCEEDED);

        assertThat(line.completion().permitted()).isTrue();
        assertThat(line.completion().verdict())
                .as("a limit denies what policy permits")
                .isEqualTo(Verdict.DENIED);
        var refused = line.completion().charge().limits();
        assertThat(refused).extracting(LimitUse::refused).containsExactly(false, true);
        assertThat(refused).extracting(LimitUse::charged).containsOnly(0L);
        assertThat(left(line.completion())).containsExactly(10L, 300L);
    }

    @Test
    void tokensThatTheModelStatesAreTakenDownWithoutALimitOnThem() {
        var line = new LineOfGateway(grant());
        line.answers = _ -> answer(STATED);
        line.whole(line.request("invocations", BODY));
        assertThat(line.completion().charge().usage()).contains(Usage.of(11, 5, Usage.Source.MODEL));
    }

    @Test
    void soAreThoseOfAStream() {
        var line = new LineOfGateway(grant());
        line.streams = _ -> new Script(List.of("data: {}\n\n", "data: " + STATED + "\n\n"));
        line.whole(line.request("invocations-response-stream", BODY));
        assertThat(line.completion().charge().usage()).contains(Usage.of(11, 5, Usage.Source.MODEL));

        var silent = new LineOfGateway(grant());
        silent.streams = _ -> new Script(List.of("data: {}\n\n", "data: {}\n\n", "data: {}\n\n"));
        silent.whole(silent.request("invocations-response-stream", BODY));
        assertThat(silent.completion().charge().usage()).contains(Usage.of(8, 3, Usage.Source.EVENTS));
    }

    @Test
    void aModelThatKnowsNoTokensIsNotSaidToUseAnyUnlessALimitCountsThem() {
        var free = new LineOfGateway(grant("limits", List.of("10 requests per day")));
        free.answers = _ -> answer("[0.25,0.75]");
        free.whole(free.request("invocations", BODY));
        assertThat(free.completion().charge().usage()).isEmpty();

        var limited = new LineOfGateway(grant("limits", List.of("1000 tokens per day")));
        limited.answers = _ -> answer("[0.25,0.75]");
        limited.whole(limited.request("invocations", BODY));
        assertThat(limited.completion().charge().usage()).contains(Usage.of(1, 3));
    }

    @Test
    void aCallThatNeverReachedTheModelUsedNoTokens() {
        var line = new LineOfGateway(grant("limits", List.of("1000 tokens per day")));
        line.answers = _ -> failure(Reason.ENDPOINT_UNAVAILABLE);
        line.whole(line.request("invocations", BODY));
        assertThat(line.completion().charge().usage()).isEmpty();
        assertThat(left(line.completion())).containsExactly(1_000L);
    }
}
