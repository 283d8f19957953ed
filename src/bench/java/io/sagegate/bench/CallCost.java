package io.sagegate.bench;

import io.sagegate.local.LocalWorld;
import io.sagegate.local.SampleCall;
import io.sagegate.local.StackOptions;
import io.sagegate.local.lambda.FunctionLog;
import io.sagegate.local.lambda.FunctionSettings;
import io.sagegate.local.lambda.LambdaFunction;
import io.sagegate.local.lambda.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// What the gateway costs beside an empty handler and a bare SDK call, under the real Runtime Interface Client with
/// Lambda's JVM flags: CPU time of the function's process only, to its first answer, per call after 500 calls, and per
/// call once warm.
///
/// `mvn -Pbench -Dbench.args="runs warm-up-calls measured-calls [part-of-a-subject's-name]"`, default `5 3000 3000`.
/// `BENCH_JAVA_OPTIONS` in the environment reaches the function's JVM after Lambda's own flags, so it has the last
/// word.
public final class CallCost {
    static final String ROW = "BENCH_ROW";
    private static final int EARLY = 500;
    private static final String TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

    private final LocalWorld world;
    private final Path directory;
    private final SampleCall sample;
    private final int warmUp;
    private final int measured;

    private CallCost(LocalWorld world, Path directory, SampleCall sample, int warmUp, int measured) {
        this.world = world;
        this.directory = directory;
        this.sample = sample;
        this.warmUp = warmUp;
        this.measured = measured;
    }

    private record Cost(double firstMillis, double earlyMicros, double warmMicros) {}

    public static void main(String[] args) throws Exception {
        var runs = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        var warmUp = args.length > 1 ? Integer.parseInt(args[1]) : 3_000;
        var measured = args.length > 2 ? Integer.parseInt(args[2]) : 3_000;
        var only = args.length > 3 ? args[3] : "";
        var directory = Path.of("target", "bench");
        var sample = SampleCall.read();
        var options = new StackOptions();
        new CommandLine(options)
                .parseArgs("--policy", BenchPolicy.write(directory).toString());
        try (var world = LocalWorld.start(options, LocalWorld.Code.GATEWAY, directory.resolve("world"), part -> {})) {
            var bench = new CallCost(world, directory, sample, warmUp, measured);
            System.out.printf(
                    Locale.ROOT,
                    "%nCPU time of the function's process; medians of %d runs, %d warm calls each after %d.%n%n",
                    runs,
                    measured,
                    warmUp);
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %16s %18s %18s%n",
                    "",
                    "first answer, ms",
                    "after " + EARLY + ", µs",
                    "warm call, µs");
            for (var subject : Subject.all(world.localIssuer().orElseThrow(), sample)) {
                if (subject.name().contains(only)) {
                    bench.print(subject, runs);
                }
            }
        }
        System.exit(0);
    }

    private void print(Subject subject, int runs) throws IOException, InterruptedException {
        List<Cost> costs = new ArrayList<>();
        for (var run = 0; run < runs; run++) {
            costs.add(measure(subject));
        }
        System.out.printf(
                Locale.ROOT,
                "%-24s %16.0f %18.0f %18.0f%n",
                subject.name(),
                median(costs.stream().map(Cost::firstMillis).toList()),
                median(costs.stream().map(Cost::earlyMicros).toList()),
                median(costs.stream().map(Cost::warmMicros).toList()));
    }

    private Cost measure(Subject subject) throws IOException, InterruptedException {
        var before = children();
        try (var log = new FunctionLog(directory.resolve("function.log"), directory.resolve("audit.log"));
                var function = LambdaFunction.start(settings(subject), log, InstantSource.system())) {
            call(function, subject);
            var process = children().stream()
                    .filter(child -> !before.contains(child))
                    .collect(Collectors.collectingAndThen(Collectors.toList(), List::getFirst));
            var first = cpu(process);
            call(function, subject, EARLY - 1);
            var early = micros(function, subject, process, EARLY);
            call(function, subject, warmUp - 2 * EARLY);
            return new Cost(first.toNanos() / 1e6, early, micros(function, subject, process, measured));
        }
    }

    private static double micros(LambdaFunction function, Subject subject, ProcessHandle process, int calls)
            throws InterruptedException {
        var before = cpu(process);
        call(function, subject, calls);
        return cpu(process).minus(before).toNanos() / 1e3 / calls;
    }

    private static void call(LambdaFunction function, Subject subject, int times) throws InterruptedException {
        for (var i = 0; i < times; i++) {
            call(function, subject);
        }
    }

    private FunctionSettings settings(Subject subject) throws IOException {
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
                directory.toAbsolutePath().resolve("task"));
        return subject.wrapper().isEmpty()
                ? measured
                : measured.inTask(directory.toAbsolutePath().resolve("own-task"), subject.wrapper());
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

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
