package io.sagegate.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A Runtime API that gives one process several events at once, and a model that thinks for a fixed time.
final class ManyCalls implements AutoCloseable {
    private static final byte[] PREDICTION = "{\"predictions\":[{\"score\":0.5}]}".getBytes(StandardCharsets.UTF_8);

    private final HttpServer api = server();
    private final HttpServer model = server();
    private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>();
    private final Map<String, CompletableFuture<byte[]>> open = new ConcurrentHashMap<>();
    private final byte[] event;
    private final long thinkMillis;

    ManyCalls(byte[] event, long thinkMillis) throws IOException {
        this.event = event;
        this.thinkMillis = thinkMillis;
        api.createContext("/", this::serve);
        model.createContext("/", this::think);
        api.start();
        model.start();
    }

    private static HttpServer server() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 256);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        return server;
    }

    String api() {
        return "127.0.0.1:" + api.getAddress().getPort();
    }

    String model() {
        return "http://127.0.0.1:" + model.getAddress().getPort();
    }

    /// Makes one call. Returns its time in nanoseconds.
    long call() throws Exception {
        var id = UUID.randomUUID().toString();
        var answer = new CompletableFuture<byte[]>();
        open.put(id, answer);
        var begun = System.nanoTime();
        waiting.add(id);
        var said = new String(answer.get(60, TimeUnit.SECONDS), StandardCharsets.UTF_8);
        if (!said.contains("\"statusCode\":200")) {
            throw new IllegalStateException(said);
        }
        return System.nanoTime() - begun;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var path = exchange.getRequestURI().getPath();
            if (path.endsWith("/next")) {
                next(exchange);
                return;
            }
            exchange.sendResponseHeaders(202, -1);
            var answer = open.remove(path.split("/", -1)[4]);
            if (answer != null) {
                answer.complete(body);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        var headers = exchange.getResponseHeaders();
        headers.set("Lambda-Runtime-Aws-Request-Id", waiting.take());
        headers.set("Lambda-Runtime-Trace-Id", PrimingSink.TRACE);
        headers.set(
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(Instant.now().plusSeconds(60).toEpochMilli()));
        exchange.sendResponseHeaders(200, event.length);
        exchange.getResponseBody().write(event);
    }

    private void think(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            Thread.sleep(thinkMillis);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, PREDICTION.length);
            exchange.getResponseBody().write(PREDICTION);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        api.stop(0);
        model.stop(0);
    }
}
