package io.sagegate.cli.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.cli.call.SignedCalls;
import io.sagegate.local.http.Exchange;
import io.sagegate.local.http.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// Counts of calls, as AWS states them and as it should not.
final class CountsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Window WINDOW = new Window(NOW.minusSeconds(3_600), NOW, Duration.ofHours(1));

    private final AtomicReference<String> answer = new AtomicReference<>("");
    private final LoopbackServer server = LoopbackServer.start(0, this::serve);
    private final SignedCalls calls = new SignedCalls(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")),
            Region.US_EAST_1,
            Optional.of(server.uri()));

    CountsTest() throws IOException {}

    private void serve(Exchange exchange) throws IOException {
        exchange.body().readAllBytes();
        exchange.answer(200, List.of(), answer.get().getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Look<Long> invocations(String id, String value) {
        answer.set("<R><GetMetricDataResult><MetricDataResults><member><Id>" + id + "</Id><Values><member>" + value
                + "</member><member>2.0</member></Values></member></MetricDataResults></GetMetricDataResult></R>");
        var endpoint = new EndpointFacts("chat", "arn", "InService", List.of("a"), List.of(), List.of(), false);
        return Look.at(
                "the counts",
                "cloudwatch:GetMetricData",
                () -> new MetricReader(calls)
                        .invocations(List.of(endpoint), WINDOW)
                        .getOrDefault("chat", -1L));
    }

    @Test
    void countsOfAMetricAreAddedUp() {
        assertThat(invocations("q0", "3.0")).isEqualTo(new Look.Seen<>(5L));
        assertThat(invocations("q0", "1E3")).isEqualTo(new Look.Seen<>(1_002L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "NaN", "Infinity", "-1", "1E300"})
    void aCountThatIsNoneWasNotSeen(String value) {
        assertThat(invocations("q0", value))
                .isInstanceOfSatisfying(
                        Look.Unseen.class,
                        unseen -> assertThat(unseen.why()).isEqualTo("AWS answered what is no count of calls"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "q", "q1", "q-1", "x0", "q99999999999"})
    void aMetricThatNobodyAskedForWasNotSeen(String id) {
        assertThat(invocations(id, "1"))
                .isInstanceOfSatisfying(
                        Look.Unseen.class,
                        unseen ->
                                assertThat(unseen.why()).isEqualTo("AWS answered with a metric that nobody asked for"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "-1", "1e99", "0x1p3q"})
    void aCountOfLinesThatIsNoneIsRefused(String count) {
        answer.set("""
                {"queryId": "1", "status": "Complete", "results":
                 [[{"field": "resources.0.name", "value": "chat"}, {"field": "calls", "value": "%s"}]]}
                """.formatted(count));
        assertThatThrownBy(() -> new LogReader(calls).attempts("group", NOW, NOW))
                .isInstanceOf(IOException.class)
                .hasMessage("AWS answered what is no count of calls");
    }
}
