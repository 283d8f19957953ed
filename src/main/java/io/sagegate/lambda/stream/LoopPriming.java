package io.sagegate.lambda.stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sagegate.api.StreamExit;
import io.sagegate.http.Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Runs the loop itself many times before a snapshot. It takes events from a made-up Runtime API on loopback and
/// streams answers to it. The gateway takes no part.
final class LoopPriming {
    private static final int ROUNDS = 200;
    private static final byte[] PIECE = "data: priming\n\n".getBytes(StandardCharsets.US_ASCII);

    private int given;

    private LoopPriming() {}

    /// Never fails, because a loop without priming is merely slower.
    static void run() throws InterruptedException {
        try {
            new LoopPriming().prime();
        } catch (RuntimeClient.EnvironmentLostException e) {
            // The made-up API ends the environment once every event has been answered.
        } catch (IOException e) {
            System.err.println(
                    "The runtime could not be primed: " + e.getClass().getName());
        }
    }

    private void prime() throws IOException, InterruptedException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1);
        server.createContext("/", this::serve);
        server.start();
        try (var runtime = new RuntimeClient("127.0.0.1:" + server.getAddress().getPort())) {
            new Worker(runtime, (_, exit) -> answer(exit)).run();
        } finally {
            server.stop(0);
        }
    }

    private static void answer(StreamExit exit) throws IOException {
        exit.begin(200, Headers.of("content-type", "text/event-stream", "x-request-id", "priming"));
        exit.write(PIECE);
        exit.write(PIECE);
        exit.end();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(202, -1);
            } else if (given++ < ROUNDS) {
                var headers = exchange.getResponseHeaders();
                headers.set("Lambda-Runtime-Aws-Request-Id", "priming");
                headers.set(
                        "Lambda-Runtime-Deadline-Ms",
                        Long.toString(Instant.now().plusSeconds(30).toEpochMilli()));
                exchange.sendResponseHeaders(200, PIECE.length);
                exchange.getResponseBody().write(PIECE);
            } else {
                exchange.sendResponseHeaders(410, -1);
            }
        }
    }
}
