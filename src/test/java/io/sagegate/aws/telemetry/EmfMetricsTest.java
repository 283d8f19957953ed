package io.sagegate.aws.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.audit.Events;
import io.sagegate.audit.Verdict;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Action;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Price;
import io.sagegate.policy.Quota;
import io.sagegate.reason.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EmfMetricsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream stdout = System.out;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final EmfMetrics metrics = new EmfMetrics("Sagegate", "sagegate", () -> failures.getAndSet(0), now::get);

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(stdout);
    }

    private List<JsonNode> lines() throws IOException {
        var nodes = new ArrayList<JsonNode>();
        for (var line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            nodes.add(new ObjectMapper().readTree(line));
        }
        return nodes;
    }

    @Test
    void anAnsweredCallIsOneLineWithItsLatencies() throws IOException {
        metrics.record(Events.completion("r", Reason.GRANTED));
        assertThat(lines()).singleElement().satisfies(line -> {
            assertThat(line.at("/_aws/CloudWatchMetrics/0/Namespace").asText()).isEqualTo("Sagegate");
            assertThat(line.at("/_aws/CloudWatchMetrics/0/Dimensions").toString())
                    .isEqualTo("[[\"Service\"]]");
            assertThat(line.at("/Requests").asInt()).isEqualTo(1);
            assertThat(line.at("/Latency").asDouble()).isEqualTo(17);
            assertThat(line.at("/AuthLatency").asDouble()).isEqualTo(0.4);
            assertThat(line.at("/PolicyLatency").asDouble()).isEqualTo(0.0905);
            assertThat(line.at("/ModelLatency").asDouble()).isEqualTo(15);
            assertThat(line.at("/ColdStarts").asInt()).isEqualTo(1);
            assertThat(line.has("Denials")).isFalse();
        });
    }

    /// Or the alarm on slow calls would ring for every long answer of a language model.
    @Test
    void aStreamsTimeIsNotAWholeAnswers() throws IOException {
        var whole = Events.completion("r", Reason.GRANTED);
        var call = new AuditEvent.Call(
                Optional.of(Action.INVOKE_STREAM),
                whole.call().target(),
                whole.call().variant(),
                Optional.empty(),
                Optional.empty());
        metrics.record(Events.of(whole, call));
        assertThat(lines()).singleElement().satisfies(line -> {
            assertThat(line.at("/StreamLatency").asDouble()).isEqualTo(17);
            assertThat(line.has("Latency")).isFalse();
        });
    }

    @Test
    void limitsAreMeasuredByWhatTheyCountAndNotByWhoseTheyAre() throws IOException {
        var tokens = new Limit(
                "1000 tokens per day",
                new Quota.Budget(Quota.Measure.TOKENS, 1_000, Quota.Period.DAY, Price.NONE),
                Limit.Scope.PRINCIPAL,
                0,
                false,
                false);
        metrics.record(Events.limited(
                Events.completion("r", Reason.GRANTED),
                Events.use("100 requests per minute", 1, 75),
                Events.use("100 requests per minute", 1, 60),
                Events.use(tokens, 500, 1_000, 300)));
        assertThat(lines()).singleElement().satisfies(line -> {
            assertThat(line.at("/RequestsLimitUsed").asDouble()).isEqualTo(40);
            assertThat(line.at("/TokensLimitUsed").asDouble()).isEqualTo(70);
            assertThat(line.at("/_aws/CloudWatchMetrics/0/Dimensions").toString())
                    .isEqualTo("[[\"Service\"]]");
        });
    }

    @Test
    void tagsAreNoDimensionAndNoMetric() throws IOException {
        for (var reason : List.of(Reason.GRANTED, Reason.LIMIT_EXCEEDED)) {
            var event = Events.limited(Events.completion("r", reason), Events.use("100 requests per minute", 1, 1));
            metrics.record(Events.billed(event, 5, Map.of("team", "tag-value-4711")));
        }
        assertThat(lines().toString()).doesNotContain("tag-value-4711", "team");
    }

    @Test
    void aLimitThatIsNearlyUsedUpIsToldUnderItsRoleAndName() throws IOException {
        var event = Events.completion("r", Reason.GRANTED);
        metrics.record(Events.limited(event, Events.use("100 requests per minute", 1, 21)));
        assertThat(lines()).hasSize(1);
        metrics.record(Events.limited(event, Events.use("100 requests per minute", 1, 20)));
        assertThat(lines()).element(1).satisfies(line -> {
            assertThat(line.at("/LimitUsedPercent").asDouble()).isEqualTo(80);
            assertThat(line.at("/Role").asText()).isEqualTo("clinician");
            assertThat(line.at("/Limit").asText()).isEqualTo("requests-minute-of-role");
            assertThat(line.at("/_aws/CloudWatchMetrics/0/Dimensions/0"))
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrder("Service", "Role", "Limit");
        });
        assertThat(lines()).hasSize(3);
    }

    @Test
    void tokensAreCountedOnceTheyAreKnown() throws IOException {
        var event = Events.completion("r", Reason.GRANTED);
        metrics.record(event);
        metrics.record(Events.used(event, Usage.of(11, 5, Usage.Source.MODEL)));
        assertThat(lines()).extracting(line -> line.path("Tokens").asInt(-1)).containsExactly(-1, 16);
    }

    @Test
    void aLineHasTheTimeOfItsOwnRequestHoweverLongTheEnvironmentSlept() throws IOException {
        metrics.record(Events.completion("r", Reason.GRANTED));
        now.set(now.get().plus(Duration.ofMinutes(90)));
        metrics.record(Events.completion("s", Reason.GRANTED));
        assertThat(lines())
                .last()
                .satisfies(line -> assertThat(line.at("/_aws/Timestamp").asLong())
                        .isEqualTo(now.get().toEpochMilli()));
    }

    @Test
    void aStageThatIsEnteredTwiceIsOneLatency() throws IOException {
        metrics.record(Events.withPolicyReadFirst(Events.completion("r", Reason.GRANTED)));
        assertThat(lines()).singleElement().satisfies(line -> {
            assertThat(line.at("/PolicyLatency").isNumber()).isTrue();
            assertThat(line.at("/PolicyLatency").asDouble()).isEqualTo(0.1005);
        });
    }

    @Test
    void failedKeyFetchesAreCountedOnceWithTheNextRequest() throws IOException {
        failures.set(3);
        metrics.record(Events.completion("r", Reason.GRANTED));
        metrics.record(Events.completion("s", Reason.GRANTED));
        assertThat(lines().stream().map(line -> line.path("KeyFetchFailures").asInt()))
                .containsExactly(3, 0);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void aRefusalIsAlsoCountedUnderItsReason(Reason reason) throws IOException {
        var event = Events.event(Phase.COMPLETION, reason, Optional.empty(), Events.http("r", reason.status()));
        metrics.record(event);
        var byReason = lines().stream().filter(line -> line.has("Reason")).toList();
        if (event.verdict() == Verdict.DENIED) {
            assertThat(byReason).singleElement().satisfies(line -> {
                assertThat(line.at("/Reason").asText()).isEqualTo(reason.code());
                assertThat(line.at("/Denials").asInt()).isEqualTo(1);
                assertThat(line.at("/_aws/CloudWatchMetrics/0/Dimensions/0").toString())
                        .contains("Service", "Reason");
            });
        } else {
            assertThat(byReason).isEmpty();
        }
        assertThat(lines().stream().filter(line -> line.has("Requests"))).hasSize(1);
    }

    @Test
    void onlyTheFirstRequestIsAColdStartUntilARestart() throws IOException {
        metrics.record(Events.completion("a", Reason.GRANTED));
        metrics.record(Events.completion("b", Reason.GRANTED));
        metrics.restart();
        metrics.record(Events.completion("c", Reason.GRANTED));
        assertThat(lines()).extracting(line -> line.has("ColdStarts")).containsExactly(true, false, true);
    }

    @Test
    void nothingThatACallerSaysIsInAMetric() {
        metrics.record(Events.completion("hostile-id", Reason.NOT_GRANTED));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isNotEmpty()
                .doesNotContain("hostile-id", "alice", "curl", "Tumor", "203.0.113.7");
    }

    @Test
    void concurrentRequestsAreEachCountedOnce() throws IOException {
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (var i = 0; i < 400; i++) {
                pool.execute(() -> metrics.record(Events.completion("r", Reason.GRANTED)));
            }
        }
        assertThat(lines()).hasSize(400).allSatisfy(line -> {
            assertThat(line.at("/Requests").isNumber()).isTrue();
            assertThat(line.at("/Requests").asInt()).isEqualTo(1);
        });
    }
}
