package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.answer;
import static io.sagegate.gateway.LineOfGateway.failure;
import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.api.Response;
import io.sagegate.api.StreamExit;
import io.sagegate.audit.AuditEvent;
import io.sagegate.gateway.stream.FilteredStream;
import io.sagegate.http.Headers;
import io.sagegate.inference.InferenceResult;
import io.sagegate.inference.ModelStream.Part;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.LimitUse;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.reason.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// One completion line, and a settlement before it, for everything that is thrown anywhere.
final class FaultTest {
    private static final Map<String, Object> LIMITED = grant("limits", List.of("1 concurrent", "5000 tokens per day"));
    private static final String BODY = "{\"max_tokens\":500}";

    static List<Throwable> faults() {
        return List.of(
                new IllegalStateException("x"),
                new AssertionError("x"),
                new NoClassDefFoundError("x"),
                new StackOverflowError());
    }

    private static void sneak(Throwable fault) {
        if (fault instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) fault;
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultInTheCallIsAnsweredSettledAndRecorded(Throwable fault) {
        var line = new LineOfGateway(LIMITED);
        line.answers = _ -> {
            sneak(fault);
            return answer("{}");
        };

        assertThat(line.whole(line.request("invocations", BODY)).status()).isEqualTo(500);

        assertThat(line.completion().reason()).isEqualTo(Reason.INTERNAL_ERROR);
        line.record.clear();
        line.answers = _ -> answer("{}");
        assertThat(line.reasonOf(line.request("invocations", BODY))).isEqualTo(Reason.GRANTED);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultInAStreamIsSettledAndRecordedAndTheAnswerIsCut(Throwable fault) throws IOException {
        var line = new LineOfGateway(LIMITED);
        var stream = new LineOfGateway.Script(List.of("data: 1\n\n", fault));
        line.streams = _ -> stream;
        var exit = new Exit();

        line.gateway.handle(line.request("invocations-response-stream", BODY), exit);

        assertThat(exit.happened).containsExactly("begin", "write", "abort internal_error");
        assertThat(line.completion().reason()).isEqualTo(Reason.INTERNAL_ERROR);
        assertThat(line.completion().http().responseBytes()).isEqualTo(9);
        assertThat(stream.closed).isTrue();
        line.record.clear();
        line.streams = _ -> new LineOfGateway.Script(List.of("data: 1\n\n"));
        line.gateway.handle(line.request("invocations-response-stream", BODY), new Exit());
        assertThat(line.completion().reason()).isEqualTo(Reason.GRANTED);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultInACollectedStreamIsRecorded(Throwable fault) {
        var line = new LineOfGateway(LIMITED);
        line.streams = _ -> new LineOfGateway.Script(List.of("data: 1\n\n", fault));

        assertThat(line.reasonOf(line.request("invocations-response-stream", BODY)))
                .isEqualTo(Reason.INTERNAL_ERROR);
    }

    @Test
    void whatTheMachineDoesNotRecoverFromGoesOnAfterTheRecord() {
        var line = new LineOfGateway(LIMITED);
        line.answers = _ -> {
            throw new OutOfMemoryError("x");
        };
        line.streams = _ -> new LineOfGateway.Script(List.of("data: 1\n\n", new OutOfMemoryError("x")));

        assertThatThrownBy(() -> line.whole(line.request("invocations", BODY))).isInstanceOf(OutOfMemoryError.class);
        assertThat(line.completion().reason()).isEqualTo(Reason.INTERNAL_ERROR);
        line.record.clear();
        assertThatThrownBy(() -> line.gateway.handle(line.request("invocations-response-stream", BODY), new Exit()))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(line.completion().reason()).isEqualTo(Reason.INTERNAL_ERROR);
    }

    @Test
    void anAnswerThatCannotBeEncodedIsRecordedAsSuch() {
        var line = new LineOfGateway(LIMITED);

        var answered = line.gateway.handle(line.request("invocations", BODY), response -> {
            if (response.status() == 200) {
                throw new IllegalStateException("x");
            }
            return Optional.of(response);
        });

        assertThat(answered.status()).isEqualTo(500);
        assertThat(line.completion().reason()).isEqualTo(Reason.INTERNAL_ERROR);
    }

    @Test
    void aFilterThatThrowsClosesTheStream() {
        var stream = new FilteredStream(new LineOfGateway.Script(List.of("x")), new io.sagegate.filters.BodyFilter() {
            @Override
            public byte[] push(byte[] part) {
                throw new IllegalStateException("x");
            }

            @Override
            public byte[] finish() {
                return new byte[0];
            }
        });

        assertThat(stream.next()).isEqualTo(new Part.Broken(Reason.FILTER_FAILED));
    }

    @Test
    void aSettlementThatFailsLosesNoRecord() {
        var line = new LineOfGateway(LIMITED, new Store() {
            @Override
            public UsageItem settle(Settlement settlement, Deadline deadline) {
                throw new AssertionError("x");
            }
        });

        assertThat(line.reasonOf(line.request("invocations", BODY))).isEqualTo(Reason.GRANTED);
    }

    @Test
    void aFatalFaultWhileSettlingGoesOnAfterTheRecord() {
        var line = new LineOfGateway(LIMITED, new Store() {
            @Override
            public UsageItem settle(Settlement settlement, Deadline deadline) {
                throw new OutOfMemoryError("x");
            }
        });

        assertThatThrownBy(() -> line.whole(line.request("invocations", BODY))).isInstanceOf(OutOfMemoryError.class);
        assertThat(line.completion().reason()).isEqualTo(Reason.GRANTED);
    }

    @Test
    void settlingLeavesTimeForTheRecord() {
        var asked = new ArrayList<Duration>();
        var line = new LineOfGateway(LIMITED, new Store() {
            @Override
            public UsageItem settle(Settlement settlement, Deadline deadline) {
                asked.add(deadline.remaining());
                return UsageItem.EMPTY;
            }
        });
        line.answers = _ -> {
            line.clock.pass(Duration.ofMillis(29_200));
            return answer("{}");
        };

        line.whole(line.request("invocations", BODY));

        assertThat(asked).containsExactly(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"MODEL_TIMEOUT", "UPSTREAM_ERROR", "MODEL_ERROR", "INTERNAL_ERROR"})
    void aCallThatNobodySeesTheEndOfIsChargedWhatItAskedFor(Reason reason) {
        var line = new LineOfGateway(LIMITED);
        line.answers = _ -> failure(reason);

        line.whole(line.request("invocations", BODY));

        // No known container heeds the bound of this body, so the default counts, and one token of input.
        assertThat(tokens(line.completion())).isEqualTo(1_000 + 1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {
                "ENDPOINT_THROTTLED",
                "ENDPOINT_UNAVAILABLE",
                "MODEL_NOT_READY",
                "REJECTED_BY_SAGEMAKER",
                "ROLE_UNAVAILABLE"
            })
    void aCallRefusedBeforeTheModelIsGivenBack(Reason reason) {
        var line = new LineOfGateway(LIMITED);
        line.answers = _ -> failure(reason);

        line.whole(line.request("invocations", BODY));

        assertThat(tokens(line.completion())).isZero();
    }

    @Test
    void aContainersRefusalOfTheRequestIsGivenBack() {
        var line = new LineOfGateway(LIMITED);
        line.answers = _ -> new InferenceResult.Failure(Reason.MODEL_ERROR, Optional.of(422));

        line.whole(line.request("invocations", BODY));

        assertThat(tokens(line.completion())).isZero();
    }

    private static long tokens(AuditEvent event) {
        return event.charge().limits().stream()
                .filter(use -> use.limit().text().contains("tokens"))
                .mapToLong(LimitUse::charged)
                .sum();
    }

    /// A usage table that does what a test says where it matters.
    private abstract static class Store implements UsageStore {
        private final MemoryUsageStore memory = new MemoryUsageStore();

        @Override
        public Outcome take(List<io.sagegate.limits.usage.Draw> draws, Deadline deadline) {
            return memory.take(draws, deadline);
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

    /// Writes down what is done with the answer.
    private static final class Exit implements StreamExit {
        private final List<String> happened = new ArrayList<>();

        @Override
        public void send(Response response) {
            happened.add("send " + response.status());
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
            happened.add("abort " + reasonCode);
        }
    }
}
