package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.answer;
import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sagegate.api.Request;
import io.sagegate.api.Response;
import io.sagegate.api.StreamExit;
import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.audit.Verdict;
import io.sagegate.http.Headers;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The order of the line: reserve, guard, attempt, call, settle, record. Every way out of it leaves one completion.
final class LineOrderTest {
    private static final Map<String, Object> GUARDED =
            grant("limits", List.of("10 requests per day", "5000 tokens per day"), "guard", guard(100));
    private static final String BODY = "{\"max_tokens\":50}";

    private static Map<String, Object> guard(int characters) {
        return Map.of("name", "short", "rules", Map.of("maxPromptCharacters", characters));
    }

    private final List<String> happened = new ArrayList<>();

    private LineOfGateway line(Map<String, Object> grant) {
        var line = new LineOfGateway(grant, new Noting());
        line.answers = _ -> {
            happened.add("call");
            return answer("{}");
        };
        line.streams = _ -> {
            happened.add("call");
            return new LineOfGateway.Script(List.of("data: 1\n\n"));
        };
        line.written = event -> happened.add(event.phase() == Phase.ATTEMPT ? "attempt" : "completion");
        return line;
    }

    @Test
    void aWholeCallTakesEveryStepOnceAndInOrder() {
        var line = line(GUARDED);
        line.whole(line.request("invocations", BODY, "content-type", "application/json"));
        assertThat(happened).containsExactly("reserve", "attempt", "call", "settle", "completion");
    }

    @Test
    void aStreamIsSettledAndRecordedBeforeItsExitIsToldThatItIsWhole() throws Exception {
        var line = line(GUARDED);
        line.gateway.handle(
                line.request("invocations-response-stream", BODY, "content-type", "application/json"), new Exit());
        assertThat(happened)
                .containsExactly("reserve", "attempt", "call", "begin", "write", "settle", "completion", "end");
    }

    @Test
    void aGuardStopsTheCallAfterTheLimitsAndBeforeTheAttempt() {
        var line = line(GUARDED);
        line.whole(line.request(
                "invocations", "{\"prompt\":\"" + "x".repeat(200) + "\"}", "content-type", "application/json"));
        assertThat(happened)
                .startsWith("reserve")
                .doesNotContain("attempt", "call")
                .endsWith("settle", "completion");
        assertThat(line.completion().verdict()).isEqualTo(Verdict.DENIED);
    }

    @Test
    void aLimitStopsTheCallBeforeTheGuardLooksAtIt() {
        var line = line(grant("limits", List.of("10 tokens per day"), "guard", guard(1)));
        line.whole(line.request("invocations", BODY, "content-type", "application/json"));
        assertThat(line.completion().reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
        assertThat(line.completion().verdict()).isEqualTo(Verdict.DENIED);
        assertThat(happened).doesNotContain("attempt", "call");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyFailureOfAModelLeavesOneAttemptAndOneCompletionThatSaysAllowed(Reason reason) {
        var line = line(GUARDED);
        line.answers = _ -> LineOfGateway.failure(reason);
        line.whole(line.request("invocations", BODY, "content-type", "application/json"));
        assertThat(happened).filteredOn("completion"::equals).hasSize(1);
        assertThat(line.record).extracting(event -> event.verdict()).containsExactly(Verdict.ALLOWED, Verdict.ALLOWED);
    }

    static Stream<Arguments> faults() {
        return Stream.of("reserve", "attempt", "call", "settle")
                .flatMap(step -> Stream.of("invocations", "invocations-response-stream")
                        .map(operation -> Arguments.of(step, operation)));
    }

    /// Throws in the middle of a step, on both ways out.
    @ParameterizedTest
    @MethodSource("faults")
    void aFaultInAnyStepLeavesOneCompletion(String step, String operation) throws Exception {
        for (var streams : List.of(false, true)) {
            happened.clear();
            var line = line(GUARDED);
            breaks = step;
            line.answers = _ -> {
                noted("call");
                return answer("{}");
            };
            line.streams = _ -> {
                noted("call");
                return new LineOfGateway.Script(List.of("data: 1\n\n"));
            };
            line.written = event -> noted(event.phase() == Phase.ATTEMPT ? "attempt" : "completion");
            serve(line, line.request(operation, BODY, "content-type", "application/json"), streams);
            assertThat(happened).filteredOn("completion"::equals).hasSize(1);
            assertThat(happened).filteredOn("settle"::equals).hasSizeLessThanOrEqualTo(1);
            var broken = happened.indexOf(step);
            assertThat(happened.subList(broken + 1, happened.size()))
                    .as("after the fault nothing but settling, recording and the answer")
                    .doesNotContain("reserve", "attempt", "call");
        }
    }

    private void serve(LineOfGateway line, Request request, boolean streams) throws Exception {
        if (streams) {
            line.gateway.handle(request, new Exit());
        } else {
            line.whole(request);
        }
    }

    /// A record that cannot be written lets no answer out.
    @Test
    void withoutARecordThereIsNoAnswer() {
        var line = line(GUARDED);
        breaks = "completion";
        line.written = event -> noted(event.phase() == Phase.ATTEMPT ? "attempt" : "completion");
        assertThat(catchThrowable(
                        () -> line.whole(line.request("invocations", BODY, "content-type", "application/json"))))
                .isInstanceOf(IllegalStateException.class);
    }

    private String breaks = "";

    private void noted(String step) {
        happened.add(step);
        if (step.equals(breaks)) {
            throw new IllegalStateException("x");
        }
    }

    /// A usage table that notes when it is used.
    private final class Noting implements UsageStore {
        private final MemoryUsageStore memory = new MemoryUsageStore();

        @Override
        public Outcome take(List<Draw> draws, Deadline deadline) {
            noted("reserve");
            return memory.take(draws, deadline);
        }

        @Override
        public UsageItem settle(Settlement settlement, Deadline deadline) {
            noted("settle");
            return memory.settle(settlement, deadline);
        }

        @Override
        public Map<String, UsageItem> read(Set<String> keys, Deadline deadline) {
            return memory.read(keys, deadline);
        }

        @Override
        public void forget() {
            memory.forget();
        }
    }

    private final class Exit implements StreamExit {
        @Override
        public void send(Response response) {
            happened.add("send");
        }

        @Override
        public void begin(int status, Headers headers) {
            happened.add("begin");
        }

        @Override
        public void write(byte[] piece) {
            happened.add("write");
        }

        @Override
        public void end() {
            happened.add("end");
        }

        @Override
        public void abort(String reasonCode) {
            happened.add("abort");
        }
    }
}
