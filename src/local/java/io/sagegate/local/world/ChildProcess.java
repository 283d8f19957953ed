package io.sagegate.local.world;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A program started beside this one, which cannot outlive it. It ends after [#close()], after Ctrl-C, and when
/// this JVM is killed with SIGKILL.
///
/// The command runs under a shell. The shell first starts a watcher, which reads a pipe whose other end only this
/// JVM holds. It then becomes the command (`exec`, so the process id is the same). When this JVM is gone, for any
/// reason, the kernel closes the pipe, and the watcher kills the command. Once the command has ended, a line on the
/// pipe ends the watcher, which never kills a recycled process id.
public final class ChildProcess implements AutoCloseable {
    private static final String WATCHED = """
            exec 3<&0
            ( trap '' INT HUP TERM; read -r word <&3 && exit 0; kill -KILL $$ ) >/dev/null 2>&1 &
            exec "$@" </dev/null 3<&-
            """;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Process process;
    private final Path log;
    private final CompletableFuture<Process> standDown;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.standDown = process.onExit().whenComplete((_, _) -> standDown(process.getOutputStream()));
    }

    /// Starts `command` in `directory`, with this process's environment changed by `environment`. Its output (both
    /// streams) is appended to `log`.
    public static ChildProcess start(List<String> command, Map<String, String> environment, Path directory, Path log)
            throws IOException {
        Files.createDirectories(directory);
        Files.createDirectories(log.toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(watched(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new ChildProcess(builder.start(), log);
    }

    /// The command that runs `command` under the watcher, for callers that handle the process themselves. Its
    /// standard input belongs to the watcher, and takes one line when the command has ended.
    public static List<String> watched(List<String> command) {
        List<String> watched = new ArrayList<>(List.of("/bin/sh", "-c", WATCHED, "child"));
        watched.addAll(command);
        return watched;
    }

    /// The `java` of the JDK that this program runs on.
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Completes when the child has ended, with its exit code.
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    public Path log() {
        return log;
    }

    /// The last `lines` lines that the child printed, for an error message.
    public String logTail(int lines) {
        try {
            List<String> all = Files.readAllLines(log);
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(" + log + " cannot be read: " + e.getMessage() + ")";
        }
    }

    /// Asks the child to end, and kills it if it has not ended five seconds later.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            standDown.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("process " + process.pid() + " did not end", e);
        }
    }

    private static void standDown(OutputStream pipe) {
        try (pipe) {
            pipe.write('\n');
        } catch (IOException e) {
            // The watcher is gone already, so it need not be ended.
        }
    }
}
