package io.sagegate.lambda;

import io.sagegate.aws.call.Wire;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The cost of a copy's first call: CPU time of the process for one call after priming and a renewal, with a TLS
/// handshake for each kind of connection, as against AWS.
///
/// The tables, the issuer and the model are another process. The gateway's own connections trust that process's
/// certificate alone.
///
/// `mvn -Pbench -Dbench.main=io.sagegate.lambda.RestoreCost -Dbench.args="runs"`, default `5`.
public final class RestoreCost {
    private RestoreCost() {}

    private record Kind(String name, boolean secure, int primingRounds) {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("copy")) {
            copy();
            return;
        }
        var runs = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        System.out.printf(Locale.ROOT, "%n%-44s %10s%n", "first call of a copy, medians of " + runs, "CPU ms");
        for (var kind : List.of(
                new Kind("plain HTTP, not primed", false, 0),
                new Kind("plain HTTP, primed", false, 100),
                new Kind("TLS, not primed", true, 0),
                new Kind("TLS, primed", true, 100))) {
            List<Double> millis = new ArrayList<>();
            for (var run = 0; run < runs; run++) {
                millis.add(measure(kind));
            }
            millis.sort(null);
            System.out.printf(Locale.ROOT, "%-44s %10.1f%n", kind.name(), millis.get(runs / 2));
        }
        System.exit(0);
    }

    private static double measure(Kind kind) throws IOException, InterruptedException {
        try (var sink = kind.secure() ? PrimingSink.secure() : PrimingSink.start()) {
            var process = process(sink, kind);
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0 || !said.contains("MILLIS ")) {
                throw new IllegalStateException(said);
            }
            return Double.parseDouble(
                    said.substring(said.indexOf("MILLIS ") + 7).strip());
        }
    }

    private static Process process(PrimingSink sink, Kind kind) throws IOException {
        var jars = Files.readString(Path.of("target", "local", "runtime.classpath"))
                .strip();
        var path = String.join(File.pathSeparator, "target/classes", "target/test-classes", jars);
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                path,
                RestoreCost.class.getName(),
                "copy");
        var process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().putAll(Priming.towards(sink, variables()));
        process.environment().put("PRIMING_ROUNDS", Integer.toString(kind.primingRounds()));
        process.environment()
                .put(
                        "BENCH_EVENT",
                        Base64.getEncoder().encodeToString(sink.events().getFirst()));
        if (kind.secure()) {
            process.environment().put("BENCH_CERTIFICATE", sink.pem());
        }
        return process.start();
    }

    private static Map<String, String> variables() {
        return Map.of(
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "AKIABENCH",
                "AWS_SECRET_ACCESS_KEY", "bench",
                "POLICY_TABLE", "priming",
                "USAGE_TABLE", "priming");
    }

    /// The process that is measured.
    private static void copy() throws IOException {
        var environment = System.getenv();
        var settings = Settings.of(environment);
        var certificate = environment.get("BENCH_CERTIFICATE");
        var wire = certificate == null ? new Wire(AwsClients.CONNECT) : Wire.trusting(certificate, AwsClients.CONNECT);
        var parts = Composition.of(
                settings, OutputStream.nullOutputStream(), new AwsClients(settings, InstantSource.system(), wire));
        var handler = new GatewayHandler(parts);
        var hooks = new Snapshots(parts);
        hooks.prime();
        var event = Base64.getDecoder().decode(environment.getOrDefault("BENCH_EVENT", ""));
        System.gc();
        var before = cpuNanos();
        hooks.renew();
        var answer =
                handler.answer(event, "copy", PrimingSink.TRACE, Instant.now().plusSeconds(30));
        var took = cpuNanos() - before;
        if (!new String(answer, StandardCharsets.UTF_8).contains("\"statusCode\":200")) {
            throw new IllegalStateException(new String(answer, StandardCharsets.UTF_8));
        }
        System.out.printf(Locale.ROOT, "MILLIS %.2f%n", took / 1e6);
        System.exit(0);
    }

    /// CPU time of all threads, as Linux counts it: Java's own figure has steps of 10 ms.
    private static long cpuNanos() throws IOException {
        var nanos = 0L;
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            for (var task : tasks.toList()) {
                nanos += Long.parseLong(
                        Files.readString(task.resolve("schedstat")).split(" ", 2)[0]);
            }
        }
        return nanos;
    }
}
