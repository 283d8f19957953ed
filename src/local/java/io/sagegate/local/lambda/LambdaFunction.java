package io.sagegate.local.lambda;

import io.sagegate.local.witness.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The function and its execution environments, which `Invoke` reaches.
public final class LambdaFunction implements Invoker, AutoCloseable {
    /// The name of a function's variable that holds JVM options, appended to Lambda's own: measurements may change
    /// those.
    public static final String JVM_OPTIONS = "SAGEGATE_LOCAL_JVM_OPTIONS";

    private static final int WAITING_ROOM = 64;
    private static final Duration STARTUP = Duration.ofSeconds(60);

    private final InvocationQueue queue;
    private final List<ExecutionEnvironment> environments;
    private final Duration patience;

    private LambdaFunction(InvocationQueue queue, List<ExecutionEnvironment> environments, Duration patience) {
        this.queue = queue;
        this.environments = environments;
        this.patience = patience;
    }

    public static LambdaFunction start(FunctionSettings settings, FunctionLog log, InstantSource clock)
            throws IOException {
        Files.createDirectories(settings.workDirectory());
        Path nativeLibrary = RuntimeClient.unpackNative(settings.workDirectory());
        InvocationQueue queue = new InvocationQueue(WAITING_ROOM);
        List<ExecutionEnvironment> environments = new ArrayList<>();
        LambdaFunction function = new LambdaFunction(
                queue, environments, STARTUP.plus(settings.timeout().multipliedBy(2)));
        for (int i = 0; i < settings.concurrency(); i++) {
            environments.add(ExecutionEnvironment.start(settings, nativeLibrary, log, queue, clock));
        }
        return function;
    }

    @Override
    public Outcome invoke(byte[] event, String traceId) throws InterruptedException {
        Witness.current().invoked(event);
        Invocation invocation = new Invocation(UUID.randomUUID().toString(), traceId, event);
        if (!queue.offer(invocation)) {
            return new Outcome.Throttled();
        }
        try {
            return invocation.outcome().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            queue.withdraw(invocation);
            return new Outcome.TimedOut();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        environments.forEach(ExecutionEnvironment::close);
    }
}
