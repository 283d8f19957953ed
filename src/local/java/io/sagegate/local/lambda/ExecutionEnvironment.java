package io.sagegate.local.lambda;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// An execution environment: one Runtime API and one process behind it, which is started again whenever it ends.
final class ExecutionEnvironment implements AutoCloseable {
    private static final Duration QUICK_DEATH = Duration.ofSeconds(2);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final FunctionSettings settings;
    private final Path nativeLibrary;
    private final FunctionLog log;
    private final InstantSource clock;
    private final RuntimeApi api;
    private final Thread supervisor;
    private volatile boolean closed;
    private @Nullable GatewayProcess process;

    private ExecutionEnvironment(
            FunctionSettings settings, Path nativeLibrary, FunctionLog log, InvocationQueue queue, InstantSource clock)
            throws IOException {
        this.settings = settings;
        this.nativeLibrary = nativeLibrary;
        this.log = log;
        this.clock = clock;
        this.api =
                RuntimeApi.start(new RuntimeApi.Settings(settings.arn(), settings.timeout()), queue, clock, this::kill);
        this.supervisor = Thread.ofVirtual().name("execution-environment").unstarted(this::supervise);
    }

    static ExecutionEnvironment start(
            FunctionSettings settings, Path nativeLibrary, FunctionLog log, InvocationQueue queue, InstantSource clock)
            throws IOException {
        ExecutionEnvironment environment = new ExecutionEnvironment(settings, nativeLibrary, log, queue, clock);
        environment.supervisor.start();
        return environment;
    }

    private void supervise() {
        Duration pause = SHORTEST_PAUSE;
        try {
            while (!closed) {
                long started = clock.millis();
                int code = runOnce();
                if (closed) {
                    return;
                }
                log.line("RUNTIME exited with status " + code + "; starting it again");
                boolean quick = clock.millis() - started < QUICK_DEATH.toMillis();
                pause = quick ? longer(pause) : SHORTEST_PAUSE;
                Thread.sleep(pause);
            }
        } catch (IOException e) {
            log.line("RUNTIME cannot be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private int runOnce() throws IOException, InterruptedException {
        GatewayProcess started;
        synchronized (this) {
            if (closed) {
                return 0;
            }
            started = GatewayProcess.start(settings, nativeLibrary, api.authority());
            process = started;
        }
        int code = started.follow(log);
        api.environmentEnded(code);
        return code;
    }

    private synchronized void kill() {
        if (process != null) {
            log.line("RUNTIME timed out after " + settings.timeout().toMillis() + " ms and was killed");
            process.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            if (process != null) {
                process.close();
            }
        }
        supervisor.interrupt();
        api.close();
    }
}
