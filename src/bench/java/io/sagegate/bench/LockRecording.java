package io.sagegate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/// A recording of the locks for which threads of a running process waited: monitors, and locks of
/// `java.util.concurrent`. Waits for an answer, for a queue or for a point in time are none.
public final class LockRecording {
    /// Shortest wait that counts, in milliseconds: shorter ones are cheaper than a switch to another thread.
    private static final String SHORTEST = "100us";

    private final long pid;
    private final Path file;

    private LockRecording(long pid, Path file) {
        this.pid = pid;
        this.file = file;
    }

    public static LockRecording start(long pid, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        CpuRecording.jcmd(
                pid,
                "JFR.start",
                "name=locks",
                "settings=none",
                "+jdk.JavaMonitorEnter#enabled=true",
                "+jdk.JavaMonitorEnter#stackTrace=true",
                "+jdk.JavaMonitorEnter#threshold=" + SHORTEST,
                "+jdk.ThreadPark#enabled=true",
                "+jdk.ThreadPark#stackTrace=true",
                "+jdk.ThreadPark#threshold=" + SHORTEST);
        return new LockRecording(pid, file);
    }

    /// Ends the recording and prints the locks.
    ///
    /// @param calls the calls that were made meanwhile
    public void print(int calls) throws IOException {
        CpuRecording.jcmd(pid, "JFR.stop", "name=locks", "filename=" + file.toAbsolutePath());
        Map<String, Long> nanos = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        try (var recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                var event = recording.readEvent();
                if (isLock(event)) {
                    var place = place(event);
                    nanos.merge(place, event.getDuration().toNanos(), Long::sum);
                    counts.merge(place, 1, Integer::sum);
                }
            }
        }
        nanos.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(8)
                .forEach(lock -> System.out.printf(
                        Locale.ROOT,
                        "%10s waited for %s: %d times, %.1f µs a call%n",
                        "",
                        lock.getKey(),
                        counts.getOrDefault(lock.getKey(), 0),
                        lock.getValue() / 1e3 / calls));
    }

    private static boolean isLock(RecordedEvent event) {
        if (event.getEventType().getName().equals("jdk.JavaMonitorEnter")) {
            return true;
        }
        return event.getEventType().getName().equals("jdk.ThreadPark")
                && event.getStackTrace() != null
                && event.getStackTrace().getFrames().stream()
                        .map(LockRecording::name)
                        .anyMatch(name -> name.endsWith("ReentrantLock.lock") || name.endsWith("Sync.lock"));
    }

    private static String place(RecordedEvent event) {
        if (event.getStackTrace() == null) {
            return "somewhere";
        }
        return event.getStackTrace().getFrames().stream()
                .map(LockRecording::name)
                .filter(name -> name.startsWith("io.sagegate."))
                .findFirst()
                .orElseGet(() -> name(event.getStackTrace().getFrames().getLast()));
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }
}
