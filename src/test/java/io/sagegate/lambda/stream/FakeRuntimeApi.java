package io.sagegate.lambda.stream;

import io.sagegate.local.http.Exchange;
import io.sagegate.local.http.Header;
import io.sagegate.local.http.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/// A Runtime API that notes everything it is told, and ends the environment when its events are used up.
final class FakeRuntimeApi implements AutoCloseable {
    /// A request to it: path, header fields of interest, body, trailers.
    record Told(String path, String mode, String type, String body, String errorType, String errorBody) {}

    /// How an answer is taken.
    interface Taking {
        void take(Exchange exchange) throws IOException, InterruptedException;
    }

    final List<Told> told = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final Instant deadline;
    private final LoopbackServer server;
    private volatile Taking taking = _ -> {};

    FakeRuntimeApi(Instant deadline, String... ids) throws IOException {
        this.deadline = deadline;
        events.addAll(List.of(ids));
        server = LoopbackServer.start(0, this::handle);
    }

    /// Does something to an answer before it is read.
    void taking(Taking how) {
        taking = how;
    }

    Map<String, String> environment(String... more) {
        var variables = new java.util.HashMap<String, String>();
        variables.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + server.port());
        for (var i = 0; i < more.length; i += 2) {
            variables.put(more[i], more[i + 1]);
        }
        return variables;
    }

    List<String> paths() {
        return told.stream().map(Told::path).toList();
    }

    private void handle(Exchange exchange) throws IOException, InterruptedException {
        var path = exchange.rawPath().replace("/2018-06-01/runtime/", "");
        if (path.equals("invocation/next")) {
            next(exchange);
            return;
        }
        if (path.endsWith("/response")) {
            taking.take(exchange);
        }
        var body = new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8);
        told.add(new Told(
                path,
                exchange.header("lambda-runtime-function-response-mode").orElse(""),
                exchange.header("content-type").orElse(""),
                body,
                exchange.trailer("lambda-runtime-function-error-type")
                        .or(() -> exchange.header("lambda-runtime-function-error-type"))
                        .orElse(""),
                exchange.trailer("lambda-runtime-function-error-body").orElse("")));
        exchange.answer(path.equals("restore/next") ? 200 : 202, List.of(), new byte[0]);
    }

    private void next(Exchange exchange) throws IOException {
        var id = events.poll();
        if (id == null) {
            exchange.answer(500, List.of(), new byte[0]);
            return;
        }
        exchange.answer(
                200,
                List.of(
                        new Header("Lambda-Runtime-Aws-Request-Id", id),
                        new Header("Lambda-Runtime-Deadline-Ms", Long.toString(deadline.toEpochMilli())),
                        new Header("Lambda-Runtime-Trace-Id", "Root=trace-of-" + id)),
                ("{\"event\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.close();
    }
}
