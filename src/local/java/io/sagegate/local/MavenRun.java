package io.sagegate.local;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// The Maven process that started this program.
///
/// If a program ends with an error, Maven prints forty lines, and the program's own line is lost above them.
final class MavenRun {
    private static final String MAIN = "org.codehaus.plexus.classworlds.launcher.Launcher";

    /// Seconds for Maven to end before this program does, or Maven would still see the error.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private MavenRun() {}

    /// Ends Maven as a signal does: its exit status stays an error, and it prints nothing more.
    static void end() {
        ProcessHandle.current().parent().filter(MavenRun::isMaven).ifPresent(maven -> {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> await(maven), "outlive-maven"));
            maven.destroy();
        });
    }

    private static void await(ProcessHandle maven) {
        maven.onExit()
                .completeOnTimeout(maven, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private static boolean isMaven(ProcessHandle process) {
        return process.info()
                .arguments()
                .filter(words -> Arrays.asList(words).contains(MAIN))
                .isPresent();
    }
}
