package io.sagegate.local.lambda;

import io.sagegate.local.http.Exchange;
import io.sagegate.local.http.Header;
import io.sagegate.local.http.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Lambda Runtime API (2018-06-01) of one execution environment, on its own loopback port.
///
/// Any number of polls may be open at once, as a runtime with several workers does.
public final class RuntimeApi implements AutoCloseable {
    private static final Pattern INVOCATION =
            Pattern.compile("/2018-06-01/runtime/invocation/([0-9a-f-]{36})/(response|error)");
    private static final int MAX_ERROR = 1024 * 1024;

    /// The function's ARN, and its time limit.
    public record Settings(String functionArn, Duration timeout) {}

    private final Settings settings;
    private final InvocationQueue queue;
    private final InstantSource clock;
    private final Runnable killEnvironment;
    private final Map<String, RunningInvocation> running = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("function-timeout").factory());
    private final LoopbackServer server;

    private RuntimeApi(Settings settings, InvocationQueue queue, InstantSource clock, Runnable killEnvironment)
            throws IOException {
        this.settings = settings;
        this.queue = queue;
        this.clock = clock;
        this.killEnvironment = killEnvironment;
        this.server = LoopbackServer.start(0, this::handle);
    }

    /// Starts the API; `killEnvironment` is called when the function overruns its time.
    static RuntimeApi start(Settings settings, InvocationQueue queue, InstantSource clock, Runnable killEnvironment)
            throws IOException {
        return new RuntimeApi(settings, queue, clock, killEnvironment);
    }

    /// The value of `AWS_LAMBDA_RUNTIME_API`.
    public String authority() {
        return "127.0.0.1:" + server.port();
    }

    /// Notes that the runtime process ended, so the invocation it worked on has failed.
    void environmentEnded(int exitCode) {
        String text = "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"Runtime exited with exit status: "
                + exitCode + "\"}";
        Outcome failed = new Outcome.Failed("Runtime.ExitError", text.getBytes(StandardCharsets.UTF_8));
        running.values().forEach(r -> r.finish(failed));
        running.clear();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        server.close();
    }

    private void handle(Exchange exchange) throws IOException, InterruptedException {
        String path = exchange.rawPath();
        String call = exchange.method() + " " + path.replaceFirst("^/2018-06-01/runtime/", "");
        Matcher invocation = INVOCATION.matcher(path);
        if (exchange.method().equals("POST") && invocation.matches()) {
            ended(exchange, invocation.group(1), invocation.group(2));
            return;
        }
        switch (call) {
            case "GET invocation/next" -> next(exchange);
            case "POST init/error", "POST restore/error" -> initError(exchange);
            // Lambda holds this call until the snapshot is restored; here the snapshot is taken and restored at once.
            case "GET restore/next" -> exchange.answer(200, List.of(), new byte[0]);
            default -> refuse(exchange, 404, "NotFound", "no such runtime call");
        }
    }

    private void next(Exchange exchange) throws IOException, InterruptedException {
        while (!exchange.peerClosed()) {
            Optional<Invocation> taken = queue.poll(100);
            if (taken.isEmpty()) {
                continue;
            }
            if (exchange.peerClosed()) {
                queue.putBack(taken.get());
                return;
            }
            deliver(exchange, taken.get());
            return;
        }
        exchange.abort();
    }

    private void deliver(Exchange exchange, Invocation invocation) throws IOException {
        long deadline = clock.instant().plus(settings.timeout()).toEpochMilli();
        RunningInvocation run = new RunningInvocation(invocation);
        running.put(invocation.requestId(), run);
        run.deadline(timer.schedule(
                () -> overrun(invocation.requestId()), settings.timeout().toMillis(), TimeUnit.MILLISECONDS));
        exchange.answer(
                200,
                List.of(
                        new Header("Content-Type", "application/json"),
                        new Header("Lambda-Runtime-Aws-Request-Id", invocation.requestId()),
                        new Header("Lambda-Runtime-Deadline-Ms", Long.toString(deadline)),
                        new Header("Lambda-Runtime-Invoked-Function-Arn", settings.functionArn()),
                        new Header("Lambda-Runtime-Trace-Id", invocation.traceId())),
                invocation.event());
    }

    private void overrun(String requestId) {
        RunningInvocation run = running.remove(requestId);
        if (run != null) {
            run.finish(new Outcome.TimedOut());
            killEnvironment.run();
        }
    }

    private void ended(Exchange exchange, String requestId, String how) throws IOException, InterruptedException {
        RunningInvocation run = running.get(requestId);
        if (run == null || !run.claim()) {
            refuse(exchange, 400, "InvalidRequestID", "Invalid request ID");
            return;
        }
        try {
            if (how.equals("error")) {
                byte[] error = exchange.body().readNBytes(MAX_ERROR);
                run.finish(new Outcome.Failed(errorType(exchange), error));
            } else if (isStreaming(exchange)) {
                run.stream(exchange);
            } else {
                buffered(exchange, run);
                return;
            }
        } finally {
            run.finish(new Outcome.Failed("Runtime.TruncatedResponse", new byte[0]));
            running.remove(requestId);
        }
        accept(exchange);
    }

    private static void buffered(Exchange exchange, RunningInvocation run) throws IOException {
        byte[] payload = exchange.body().readNBytes(Limits.PAYLOAD + 1);
        if (payload.length <= Limits.PAYLOAD) {
            run.finish(new Outcome.Buffered(payload));
            accept(exchange);
            return;
        }
        String message = "Response payload size exceeded maximum allowed payload size (" + Limits.PAYLOAD + " bytes).";
        byte[] error = ("{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"" + message + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        run.finish(new Outcome.Failed("Function.ResponseSizeTooLarge", error));
        refuse(exchange, 413, "RequestEntityTooLarge", message);
    }

    private void initError(Exchange exchange) throws IOException {
        byte[] error = exchange.body().readNBytes(MAX_ERROR);
        queue.failNext(new Outcome.Failed(errorType(exchange), error));
        accept(exchange);
    }

    private static boolean isStreaming(Exchange exchange) {
        return exchange.header("Lambda-Runtime-Function-Response-Mode")
                .filter(v -> v.equalsIgnoreCase("streaming"))
                .isPresent();
    }

    private static String errorType(Exchange exchange) {
        return exchange.header("Lambda-Runtime-Function-Error-Type").orElse("Runtime.Unknown");
    }

    private static void accept(Exchange exchange) throws IOException {
        json(exchange, 202, "{\"status\":\"OK\"}");
    }

    private static void refuse(Exchange exchange, int status, String type, String message) throws IOException {
        json(exchange, status, "{\"errorType\":\"" + type + "\",\"errorMessage\":\"" + message + "\"}");
    }

    private static void json(Exchange exchange, int status, String text) throws IOException {
        exchange.answer(
                status, List.of(new Header("Content-Type", "application/json")), text.getBytes(StandardCharsets.UTF_8));
    }
}
