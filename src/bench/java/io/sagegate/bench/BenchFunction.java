package io.sagegate.bench;

import io.sagegate.local.LocalWorld;
import io.sagegate.local.SampleCall;
import io.sagegate.local.lambda.FunctionLog;
import io.sagegate.local.lambda.FunctionSettings;
import io.sagegate.local.lambda.LambdaFunction;
import io.sagegate.local.lambda.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A subject's function in a process of its own, under Lambda's JVM flags.
final class BenchFunction implements AutoCloseable {
    static final String ROW = "BENCH_ROW";

    private static final Path DIRECTORY = Path.of("target", "bench");
    private static final String TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

    private final Subject subject;
    private final FunctionLog log;
    private final LambdaFunction function;
    private final ProcessHandle process;

    private BenchFunction(Subject subject, FunctionLog log, LambdaFunction function, ProcessHandle process) {
        this.subject = subject;
        this.log = log;
        this.function = function;
        this.process = process;
    }

    /// Starts the function and makes its first call.
    static BenchFunction started(LocalWorld world, SampleCall sample, Subject subject)
            throws IOException, InterruptedException {
        var before = children();
        var log = new FunctionLog(DIRECTORY.resolve("function.log"), DIRECTORY.resolve("audit.log"));
        var function = LambdaFunction.start(settings(world, sample, subject), log, InstantSource.system());
        call(function, subject);
        var process = children().stream()
                .filter(child -> !before.contains(child))
                .collect(Collectors.collectingAndThen(Collectors.toList(), made -> made.getFirst()));
        return new BenchFunction(subject, log, function, process);
    }

    void call(int times) throws InterruptedException {
        for (var i = 0; i < times; i++) {
            call(function, subject);
        }
    }

    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        function.close();
        log.close();
    }

    private static FunctionSettings settings(LocalWorld world, SampleCall sample, Subject subject) throws IOException {
        var settings = world.settings(subject.code());
        Map<String, String> environment = new HashMap<>(settings.environment());
        environment.put(ROW, sample.features());
        @Nullable String options = System.getenv("BENCH_JAVA_OPTIONS");
        if (options != null) {
            environment.put(LambdaFunction.JVM_OPTIONS, options);
        }
        var measured = new FunctionSettings(
                settings.handler(),
                settings.classPath(),
                environment,
                settings.region(),
                settings.account(),
                settings.timeout(),
                settings.memoryMegabytes(),
                1,
                DIRECTORY.toAbsolutePath().resolve("task"));
        return subject.wrapper().isEmpty()
                ? measured
                : measured.inTask(DIRECTORY.toAbsolutePath().resolve("own-task"), subject.wrapper());
    }

    private static void call(LambdaFunction function, Subject subject) throws InterruptedException {
        var outcome = function.invoke(subject.events().get(), TRACE);
        if (!(outcome instanceof Outcome.Buffered(byte[] payload))
                || !new String(payload, StandardCharsets.UTF_8).contains("\"statusCode\":200")) {
            throw new IllegalStateException(
                    subject.name() + " did not answer 200: " + outcome + "; see target/bench/function.log");
        }
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("/java"))
                .collect(Collectors.toSet());
    }
}
