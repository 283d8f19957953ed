package io.sagegate.bench;

import io.sagegate.cli.MadeUpMonth;
import io.sagegate.limits.MemoryUsageStore;
import java.io.FileOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What `sagegate usage report` costs over a month of so many made-up calls as the argument says (200,000), and whether
/// its sum is the usage table's. 515,000 calls make a million lines.
///
/// `mvn -Pbench -Dbench.main=io.sagegate.bench.UsageFigures -Dbench.args=515000`
public final class UsageFigures {
    private static final Pattern TOTAL = Pattern.compile("\"total\" : \\{.*?\"usd\" : \"([0-9.]+)\"", Pattern.DOTALL);
    private static final Pattern MOST_MEMORY = Pattern.compile("VmHWM:\\s+([0-9]+) kB");

    private UsageFigures() {}

    public static void main(String[] args) throws Exception {
        var calls = args.length == 0 ? 200_000 : Integer.parseInt(args[0]);
        var directory = Files.createDirectories(Path.of("target", "bench"));
        var file = directory.resolve("month.log");
        BigDecimal charged;
        try (var out = new FileOutputStream(file.toFile())) {
            var month = new MadeUpMonth(new MemoryUsageStore(), out);
            month.write(calls);
            charged = BigDecimal.valueOf(month.charged(), 9);
        }
        long lines;
        try (var all = Files.lines(file)) {
            lines = all.count();
        }
        System.out.printf(Locale.ROOT, "%n%,d calls, %,d lines, %,d MB%n", calls, lines, Files.size(file) / 1_000_000);
        var json = report(
                file,
                directory,
                "--format",
                "json",
                "--html",
                directory.resolve("usage.html").toString());
        var total = TOTAL.matcher(json);
        var sum = total.find() ? new BigDecimal(total.group(1)) : BigDecimal.ZERO;
        System.out.printf(
                "report %s USD, usage table %s USD: %s%n",
                sum, charged, sum.compareTo(charged) == 0 ? "equal" : "NOT EQUAL");
        report(file, directory, "--format", "json", "--verify");
        Files.delete(file);
    }

    private static String report(Path file, Path directory, String... options)
            throws IOException, InterruptedException {
        var output = directory.resolve("report.json");
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.sagegate.cli.Main",
                "usage",
                "report",
                file.toString()));
        command.addAll(List.of(options));
        var begun = System.nanoTime();
        var process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var memory = memory(process);
        var seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1e3;
        System.out.printf(
                Locale.ROOT,
                "usage report %s: %.1f s, %d MB of memory, exit code %d%n",
                String.join(" ", options),
                seconds,
                memory,
                process.exitValue());
        return Files.readString(output);
    }

    /// The most that the process had resident, in megabytes, as the kernel last said before it ended.
    private static long memory(Process process) throws InterruptedException {
        var most = 0L;
        while (!process.waitFor(50, java.util.concurrent.TimeUnit.MILLISECONDS)) {
            try {
                var status = MOST_MEMORY.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
                most = status.find() ? Long.parseLong(status.group(1)) / 1_000 : most;
            } catch (IOException e) {
                // It has just ended.
                return most;
            }
        }
        return most;
    }
}
