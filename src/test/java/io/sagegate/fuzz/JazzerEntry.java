package io.sagegate.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The methods that Jazzer calls, by these names: the target is its first argument.
public final class JazzerEntry {
    /// Seconds of the processor for one input. The clock would count what other programs of a busy machine take.
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static @Nullable FuzzTarget target;

    private JazzerEntry() {}

    /// Reads the samples once, so that the classes that the target needs are loaded and instrumented before the first
    /// input is timed. That takes seconds of its own.
    public static void fuzzerInitialize(String[] arguments) throws IOException {
        var named = FuzzTargets.of(arguments[0]);
        target = named;
        tried(named, new byte[0]);
        for (var folder : FuzzTargets.samples(arguments[0])) {
            try (var files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
                for (var file : files) {
                    tried(named, Files.readAllBytes(file));
                }
            }
        }
    }

    /// Jazzer reads every sample again, and reports what fails then.
    private static void tried(FuzzTarget named, byte[] input) {
        try {
            named.accept(input);
        } catch (Exception | AssertionError e) {
            System.err.println("a sample fails: " + e);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (target == null) {
            return;
        }
        var before = THREADS.getCurrentThreadCpuTime();
        target.accept(input);
        var taken = THREADS.getCurrentThreadCpuTime() - before;
        if (taken > LONGEST) {
            throw new AssertionError("one input took " + TimeUnit.NANOSECONDS.toMillis(taken) + " ms of the processor");
        }
    }
}
