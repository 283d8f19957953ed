package io.sagegate.bench;

import io.sagegate.local.LocalWorld;
import io.sagegate.local.SampleCall;
import io.sagegate.local.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/// The gateway's cost beside an empty handler and a bare SDK call, under the real Runtime Interface Client with
/// Lambda's JVM flags: CPU time of the function's process only, to its first answer, per call after 500 calls, and per
/// call once warm.
///
/// `mvn -Pbench -Dbench.args="runs warm-up-calls measured-calls [part-of-a-subject's-name]"`, default `5 3000 3000`.
/// `BENCH_JAVA_OPTIONS` in the environment reaches the function's JVM after Lambda's own flags, so it has the last
/// word.
public final class CallCost {
    private static final int EARLY = 500;

    private final LocalWorld world;
    private final SampleCall sample;
    private final int warmUp;
    private final int measured;

    private CallCost(LocalWorld world, SampleCall sample, int warmUp, int measured) {
        this.world = world;
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
            var bench = new CallCost(world, sample, warmUp, measured);
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
        try (var function = BenchFunction.started(world, sample, subject)) {
            var first = function.cpu();
            function.call(EARLY - 1);
            var early = micros(function, EARLY);
            function.call(warmUp - 2 * EARLY);
            return new Cost(first.toNanos() / 1e6, early, micros(function, measured));
        }
    }

    private static double micros(BenchFunction function, int calls) throws InterruptedException {
        var before = function.cpu();
        function.call(calls);
        return function.cpu().minus(before).toNanos() / 1e3 / calls;
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
