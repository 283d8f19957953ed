package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.audit.chain.ChainReport;
import io.sagegate.audit.chain.ChainReport.Kind;
import io.sagegate.audit.chain.ChainVerifier;
import io.sagegate.local.lambda.Events;
import io.sagegate.local.lambda.FunctionLog;
import io.sagegate.local.lambda.FunctionSettings;
import io.sagegate.local.lambda.LambdaFunction;
import io.sagegate.local.lambda.Outcome;
import io.sagegate.local.world.Fault;
import io.sagegate.local.world.HostedEndpoint;
import io.sagegate.local.world.ScriptedContainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Calls that end in the middle, in execution environments of their own: the attempt is on record, the chain holds,
/// and the verifier says which request has no completion.
@ResourceLock(SharedWorld.MODELS)
final class CutOffCallsTest {
    private static final LocalWorld WORLD = SharedWorld.get();
    private static final String TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @AfterEach
    void heal() {
        WORLD.sagemakerFront().orElseThrow().heal(SampleCall.ENDPOINT);
    }

    @Test
    void aKilledEnvironmentLeavesTheAttempt() throws Exception {
        try (var log = log();
                var function = function(log, Duration.ofSeconds(30), 512)) {
            var outcome = hangingCall(function);
            environment().destroyForcibly();
            assertThat(outcome.get()).isInstanceOf(Outcome.Failed.class);
            assertOneCallWithoutCompletion();
            heal();
            assertThat(function.invoke(event(), TRACE)).isInstanceOf(Outcome.Buffered.class);
            assertOneCallWithoutCompletion();
        }
    }

    /// The gateway answers before Lambda's time is up, so it takes a process that stands still to overrun it.
    @Test
    void aTimeOutLeavesTheAttempt() throws Exception {
        try (var log = log();
                var function = function(log, Duration.ofSeconds(6), 512)) {
            var outcome = hangingCall(function);
            var stopped = environment().pid();
            new ProcessBuilder("kill", "-STOP", Long.toString(stopped)).start().waitFor();
            assertThat(outcome.get()).isInstanceOf(Outcome.TimedOut.class);
            assertOneCallWithoutCompletion();
        }
    }

    @Test
    void anEnvironmentOutOfMemoryLeavesTheAttempt() throws Exception {
        var front = WORLD.sagemakerFront().orElseThrow();
        var chunk = new ScriptedContainer.Chunk("7".repeat(6_000_000).getBytes(StandardCharsets.US_ASCII));
        try (var log = log();
                var container = ScriptedContainer.start((_, _, _) ->
                        new ScriptedContainer.Response(200, Map.of("Content-Type", "text/csv"), List.of(chunk)));
                var function = function(log, Duration.ofSeconds(20), 30)) {
            var usual = front.host(SampleCall.ENDPOINT, HostedEndpoint.of(container.uri()))
                    .orElseThrow();
            try {
                assertThat(function.invoke(event(), TRACE))
                        .isInstanceOfSatisfying(
                                Outcome.Failed.class,
                                failed -> assertThat(new String(failed.error(), StandardCharsets.UTF_8))
                                        .contains("OutOfMemoryError"));
            } finally {
                front.host(SampleCall.ENDPOINT, usual);
            }
            // The gateway records the fault if the memory left allows it; without that the attempt tells.
            assertThat(Files.readString(directory.resolve("audit.log"))).contains("\"phase\":\"attempt\"");
            var report = verified();
            assertThat(report.intact()).isTrue();
            assertThat(report.findings().stream().map(ChainReport.Finding::kind))
                    .allMatch(Kind.NO_COMPLETION::equals)
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    private FunctionLog log() throws IOException {
        return new FunctionLog(directory.resolve("function.log"), directory.resolve("audit.log"));
    }

    private LambdaFunction function(FunctionLog log, Duration timeout, int memory) throws IOException {
        var usual = WORLD.settings(LocalWorld.Code.GATEWAY);
        var settings = new FunctionSettings(
                usual.handler(),
                usual.classPath(),
                usual.environment(),
                usual.region(),
                usual.account(),
                timeout,
                memory,
                1,
                directory.resolve("task"));
        return LambdaFunction.start(settings, log, InstantSource.system());
    }

    /// A call that is in the middle of the model's work: its attempt is on record.
    private FutureTask<Outcome> hangingCall(LambdaFunction function) throws IOException, InterruptedException {
        WORLD.sagemakerFront().orElseThrow().fault(SampleCall.ENDPOINT, Fault.HANG);
        var event = event();
        var call = new FutureTask<>(() -> function.invoke(event, TRACE));
        Thread.ofVirtual().start(call);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(directory.resolve("audit.log")).content().contains("\"phase\":\"attempt\""));
        return call;
    }

    private static byte[] event() throws IOException {
        var events = new Events(
                "us-east-1", SampleCall.PATH, "text/csv", SampleCall.read().features());
        return new ObjectMapper().writeValueAsBytes(events.withIdentity(SampleCall.IAM_ARN));
    }

    private ProcessHandle environment() {
        return Environments.in(directory.resolve("task")).getFirst();
    }

    private void assertOneCallWithoutCompletion() throws IOException {
        var report = verified();
        assertThat(report.intact()).isTrue();
        assertThat(report.findings().stream().map(ChainReport.Finding::kind)).containsExactly(Kind.NO_COMPLETION);
    }

    private ChainReport verified() throws IOException {
        var verifier = new ChainVerifier();
        try (var in = Files.newInputStream(directory.resolve("audit.log"))) {
            verifier.read("audit.log", in);
        }
        return verifier.finish();
    }
}
