package io.sagegate.local;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// The Maven that started this program.
///
/// Maven answers a program that ends with an error by forty lines of its own, under which the program's line is lost.
final class MavenRun {
    private static final String MAIN = "org.codehaus.plexus.classworlds.launcher.Launcher";

    /// Time for Maven to end before this program does, or it would still see the error.
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
