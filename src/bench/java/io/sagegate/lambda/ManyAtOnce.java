package io.sagegate.lambda;

import io.sagegate.bench.LockRecording;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// The work of one process when Lambda gives it many events at once (`AWS_LAMBDA_MAX_CONCURRENCY`), on its own loop:
/// CPU
/// time of a call, and so calls a second and core; time beyond the model's own; memory; and the locks that calls
/// waited for.
///
/// `mvn -Pbench -Dbench.main=io.sagegate.lambda.ManyAtOnce -Dbench.args="calls model-millis"`, default `6000 50`.
public final class ManyAtOnce {
    private ManyAtOnce() {}

    public static void main(String[] args) throws Exception {
        var calls = args.length > 0 ? Integer.parseInt(args[0]) : 6_000;
        var millis = args.length > 1 ? Integer.parseInt(args[1]) : 50;
        // The JDK's own server holds small writes back otherwise.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.out.printf(
                Locale.ROOT,
                "%n%8s %10s %12s %16s %14s %14s %10s%n",
                "at once",
                "CPU µs",
                "calls/s/core",
                "calls/s, 1 model",
                "p50 over model",
                "p99 over model",
                "memory MB");
        for (var atOnce : List.of(1, 16, 64)) {
            measure(atOnce, atOnce == 1 ? Math.min(calls, 500) : calls, millis);
        }
        System.exit(0);
    }

    private static void measure(int atOnce, int calls, int millis) throws Exception {
        try (var sink = PrimingSink.start();
                var events = new ManyCalls(sink.events().getFirst(), millis)) {
            var process = start(sink, events, atOnce);
            try {
                run(events, atOnce, calls);
                var locks = LockRecording.start(process.pid(), Path.of("target", "bench", "many-" + atOnce + ".jfr"));
                var cpu = cpu(process);
                var begun = System.nanoTime();
                var times = run(events, atOnce, calls);
                var seconds = (System.nanoTime() - begun) / 1e9;
                var each = cpu(process).minus(cpu).toNanos() / 1e3 / calls;
                System.out.printf(
                        Locale.ROOT,
                        "%8d %10.0f %12.0f %16.0f %11.1f ms %11.1f ms %10.0f%n",
                        atOnce,
                        each,
                        1e6 / each,
                        calls / seconds,
                        times.get(calls / 2) / 1e6 - millis,
                        times.get(calls * 99 / 100) / 1e6 - millis,
                        memory(process));
                locks.print(calls);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static Process start(PrimingSink sink, ManyCalls events, int atOnce) throws IOException {
        var jars = Files.readString(Path.of("target", "local", "runtime.classpath"))
                .strip();
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx1536m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                "target/classes" + File.pathSeparator + jars,
                "io.sagegate.lambda.stream.BufferedRuntime");
        var builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> variables = new HashMap<>(Priming.towards(
                sink,
                Map.of(
                        "AWS_REGION", "us-east-1",
                        "AWS_ACCESS_KEY_ID", "AKIABENCH",
                        "AWS_SECRET_ACCESS_KEY", "bench")));
        variables.put("SAGEMAKER_ENDPOINT", events.model());
        variables.put("AWS_LAMBDA_RUNTIME_API", events.api());
        variables.put("AWS_LAMBDA_MAX_CONCURRENCY", Integer.toString(atOnce));
        builder.environment().putAll(variables);
        return builder.start();
    }

    /// Returns the times of the calls in nanoseconds, shortest first.
    private static List<Long> run(ManyCalls events, int atOnce, int calls) throws Exception {
        List<Long> times = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(atOnce)) {
            Callable<Long> call = events::call;
            for (var time : threads.invokeAll(java.util.Collections.nCopies(calls, call))) {
                times.add(time.get());
            }
        }
        times.sort(null);
        return times;
    }

    private static Duration cpu(Process process) {
        return process.toHandle().info().totalCpuDuration().orElseThrow();
    }

    private static double memory(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1e3)
                .findFirst()
                .orElse(0);
    }
}
