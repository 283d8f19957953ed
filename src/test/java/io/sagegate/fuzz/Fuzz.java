package io.sagegate.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Jazzer on the targets one after another, each in a JVM of its own: `mvn -Pfuzz`.
final class Fuzz {
    private static final Path HOME = Path.of("target/fuzz");
    private static final String INSTRUMENTED =
            "io.sagegate.**:com.fasterxml.jackson.core.**:org.snakeyaml.**:com.google.re2j.**";

    /// The tests' own tools, which would take half a minute to instrument.
    private static final String NOT_OURS = "org.assertj.**:net.bytebuddy.**:org.opentest4j.**:picocli.**";

    /// Seconds by the clock after which an input counts as hanging. [JazzerEntry] bounds the time of the processor.
    private static final int HANGS = 120;

    /// Bytes of the longest input: some audit lines.
    private static final int LONGEST = 16_384;

    private Fuzz() {}

    /// Exit code 1 when there are findings.
    ///
    /// @param arguments seconds for each target, then the targets; all without any
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var named = List.of(arguments).subList(1, arguments.length);
        var found = false;
        for (var target : named.isEmpty() ? List.copyOf(FuzzTargets.names()) : named) {
            found |= finds(target, arguments[0]);
        }
        if (found) {
            System.exit(1);
        }
    }

    private static boolean finds(String target, String seconds) throws IOException, InterruptedException {
        FuzzTargets.of(target);
        var findings = Files.createDirectories(HOME.resolve(target).resolve("findings"));
        var log = HOME.resolve(target).resolve("log");
        var exit = new ProcessBuilder(command(target, seconds, findings))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        System.out.printf("%-8s %s%n", target, last(log));
        if (exit == 0) {
            return false;
        }
        try (Stream<Path> files = Files.list(findings)) {
            System.out.printf("%-8s exit code %d, see %s%n", "", exit, log);
            files.sorted().forEach(file -> System.out.printf("%-8s %s%n", "", file));
        }
        return true;
    }

    private static List<String> command(String target, String seconds, Path findings) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=io.sagegate.fuzz.JazzerEntry",
                "--target_args=" + target,
                "--instrumentation_includes=" + INSTRUMENTED,
                "--custom_hook_excludes=" + NOT_OURS,
                "--reproducer_path=" + findings,
                "-artifact_prefix=" + findings + "/",
                "-max_total_time=" + seconds,
                "-timeout=" + HANGS,
                "-rss_limit_mb=4096",
                "-max_len=" + LONGEST,
                Files.createDirectories(HOME.resolve(target).resolve("corpus")).toString()));
        FuzzTargets.samples(target).forEach(folder -> command.add(folder.toString()));
        return command;
    }

    /// The last line of libFuzzer's progress.
    private static String last(Path log) throws IOException {
        return Arrays.stream(Files.readString(log, StandardCharsets.ISO_8859_1).split("\n"))
                .filter(line -> line.startsWith("#") && line.contains("cov:"))
                .reduce((_, next) -> next)
                .orElse("did not start, see " + log);
    }
}
