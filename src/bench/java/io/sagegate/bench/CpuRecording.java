package io.sagegate.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/// A recording of where the Java threads of a running process spend CPU time, by rooms of Sagegate and by the libraries
/// below them. Needs Linux and JDK 25.
///
/// A sample belongs to the innermost frame that is Sagegate's, or that is of a library with a row of its own.
/// Samples are shares: the kernel's timer is coarser than the profiler's, so the table spreads what the threads
/// really took.
final class CpuRecording {
    private static final int HOT = 40;
    private static final String OURS = "io.sagegate.";

    private final long pid;
    private final Path file;
    private final ThreadTimes.Snapshot before;

    private CpuRecording(long pid, Path file, ThreadTimes.Snapshot before) {
        this.pid = pid;
        this.file = file;
        this.before = before;
    }

    static CpuRecording start(long pid, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        jcmd(
                pid,
                "JFR.start",
                "name=cpu",
                "settings=none",
                "+jdk.CPUTimeSample#enabled=true",
                "+jdk.CPUTimeSample#throttle=1ms");
        return new CpuRecording(pid, file, ThreadTimes.of(pid));
    }

    /// Ends the recording and prints three tables: threads, rooms, methods.
    ///
    /// @param calls the calls that were made meanwhile
    void print(int calls) throws IOException {
        var after = ThreadTimes.of(pid);
        jcmd(pid, "JFR.stop", "name=cpu", "filename=" + file.toAbsolutePath());
        Map<String, Integer> rooms = new HashMap<>();
        Map<String, Integer> methods = new HashMap<>();
        var samples = 0;
        try (var recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                var event = recording.readEvent();
                if (event.getEventType().getName().equals("jdk.CPUTimeSample") && event.getStackTrace() != null) {
                    samples++;
                    count(event, rooms, methods);
                }
            }
        }
        ThreadTimes.print(before, after, calls);
        var each = ThreadTimes.javaMicros(before, after) / (double) Math.max(1, samples) / calls;
        System.out.printf(Locale.ROOT, "%nmicroseconds of a call by room: shares of %d samples%n", samples);
        print(rooms, each, Integer.MAX_VALUE);
        System.out.printf(Locale.ROOT, "%nthe dearest methods, with what they call outside Sagegate%n");
        print(methods, each, HOT);
    }

    private static void print(Map<String, Integer> counts, double each, int most) {
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(most)
                .forEach(row -> System.out.printf(Locale.ROOT, "%8.1f  %s%n", row.getValue() * each, row.getKey()));
    }

    private static void count(RecordedEvent event, Map<String, Integer> rooms, Map<String, Integer> methods) {
        var frames = event.getStackTrace().getFrames();
        rooms.merge(owner(frames), 1, Integer::sum);
        frames.stream()
                .filter(frame -> type(frame).startsWith(OURS))
                .findFirst()
                .ifPresent(frame -> methods.merge(name(frame), 1, Integer::sum));
    }

    private static String owner(List<RecordedFrame> frames) {
        for (var frame : frames) {
            var type = type(frame);
            if (type.startsWith(OURS)) {
                return room(type);
            }
            if (type.startsWith("software.amazon.awssdk.crt.")) {
                return "(Common Runtime, called from Java)";
            }
            if (type.startsWith("software.amazon.awssdk.")) {
                return "(AWS SDK)";
            }
            if (type.startsWith("com.amazonaws.services.lambda.") || type.startsWith("lambdainternal.")) {
                return "(AWS's runtime client)";
            }
        }
        return "(JDK alone: threads and their queues)";
    }

    /// The package below ours: class names begin with a capital.
    private static String room(String type) {
        var name = type.substring(OURS.length());
        var end = 0;
        while (end < name.length() && !Character.isUpperCase(name.charAt(end))) {
            end++;
        }
        return end == 0 ? "(root)" : name.substring(0, end - 1);
    }

    private static String type(RecordedFrame frame) {
        return frame.getMethod().getType().getName();
    }

    private static String name(RecordedFrame frame) {
        var type = type(frame);
        return room(type) + ": " + type.substring(type.lastIndexOf('.') + 1) + "."
                + frame.getMethod().getName();
    }

    static void jcmd(long pid, String... command) throws IOException {
        var words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)));
        words.addAll(Arrays.asList(command));
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try (var out = process.getInputStream()) {
            var said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("jcmd: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
