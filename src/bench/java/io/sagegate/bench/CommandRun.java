package io.sagegate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// One run of the command line in a process of its own, with its time and memory as the kernel tells them.
///
/// @param seconds of CPU
/// @param megabytes the most that were resident
record CommandRun(double seconds, long megabytes) {
    private static final Pattern MOST_MEMORY = Pattern.compile("VmHWM:\\s+([0-9]+) kB");

    static void print(List<String> arguments, Path output) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.sagegate.cli.Main"));
        command.addAll(arguments);
        var begun = System.nanoTime();
        var process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var spent = spent(process);
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f s (%.1f s of CPU), %d MB of memory, exit code %d%n",
                String.join(" ", arguments),
                Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1e3,
                spent.seconds(),
                spent.megabytes(),
                process.waitFor());
    }

    private static CommandRun spent(Process process) throws InterruptedException {
        var most = 0L;
        var cpu = Duration.ZERO;
        while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
            try {
                var status = MOST_MEMORY.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
                most = status.find() ? Long.parseLong(status.group(1)) / 1_000 : most;
                cpu = process.info().totalCpuDuration().orElse(cpu);
            } catch (IOException e) {
                // It has just ended: the last reading serves as all of it.
            }
        }
        return new CommandRun(cpu.toMillis() / 1e3, most);
    }
}
