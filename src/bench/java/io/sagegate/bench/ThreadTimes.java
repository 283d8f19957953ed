package io.sagegate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// CPU time of a process by kind of thread, as Linux counts it. Threads whose names differ by a number are one kind.
final class ThreadTimes {
    /// Microseconds of one tick, which Linux counts in: 100 a second.
    private static final long TICK_MICROS = 10_000;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    /// The Common Runtime's threads, and the virtual machine's own.
    private static final Pattern NATIVE = Pattern.compile("AwsEventLoop|AwsHostResolver|Compiler|VM |GC |JFR ");

    private ThreadTimes() {}

    /// Microseconds by kind, of which `system` holds those inside the kernel.
    record Snapshot(Map<String, Long> all, Map<String, Long> system) {}

    static Snapshot of(long pid) throws IOException {
        Map<String, Long> all = new TreeMap<>();
        Map<String, Long> system = new TreeMap<>();
        try (var tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (var task : tasks.toList()) {
                var stat = Files.readString(task.resolve("stat"));
                var end = stat.lastIndexOf(')');
                var kind = stat.substring(stat.indexOf('(') + 1, end).replaceAll("[-#]?[0-9]+", "");
                var fields = stat.substring(end + 2).split(" ", -1);
                var kernel = Long.parseLong(fields[SYSTEM_TICKS]) * TICK_MICROS;
                all.merge(kind, kernel + Long.parseLong(fields[USER_TICKS]) * TICK_MICROS, Long::sum);
                system.merge(kind, kernel, Long::sum);
            }
        }
        return new Snapshot(all, system);
    }

    /// Microseconds since an earlier snapshot in threads that run Java code.
    static long javaMicros(Snapshot before, Snapshot after) {
        return after.all().entrySet().stream()
                .filter(kind -> !NATIVE.matcher(kind.getKey()).find())
                .mapToLong(kind -> kind.getValue() - before.all().getOrDefault(kind.getKey(), 0L))
                .sum();
    }

    /// Prints what each kind took since an earlier snapshot, for each call.
    static void print(Snapshot before, Snapshot after, int calls) {
        System.out.printf(Locale.ROOT, "%nmicroseconds of a call by thread, and in the kernel%n");
        after.all().entrySet().stream()
                .map(kind ->
                        Map.entry(kind.getKey(), kind.getValue() - before.all().getOrDefault(kind.getKey(), 0L)))
                .filter(kind -> kind.getValue() >= calls)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .forEach(kind -> System.out.printf(
                        Locale.ROOT,
                        "%8.1f %8.1f  %s%n",
                        kind.getValue() / (double) calls,
                        (after.system().getOrDefault(kind.getKey(), 0L)
                                        - before.system().getOrDefault(kind.getKey(), 0L))
                                / (double) calls,
                        kind.getKey()));
    }
}
