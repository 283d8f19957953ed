package io.sagegate.local.world;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A model container whose answers a test writes: errors, slow or huge answers, streams, cut connections. `GET
/// /ping` always succeeds.
public final class ScriptedContainer implements AutoCloseable {
    private static final int LARGEST_BODY = 64 * 1024 * 1024;

    private final LoopbackServer server;

    private ScriptedContainer(LoopbackServer server) {
        this.server = server;
    }

    public static ScriptedContainer start(Script script) throws IOException {
        return new ScriptedContainer(LoopbackServer.start(exchange -> serve(script, exchange)));
    }

    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }

    private static void serve(Script script, HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = LoopbackServer.body(exchange, LARGEST_BODY);
        if (path.equals("/ping")) {
            LoopbackServer.answer(exchange, 200, Map.of(), new byte[0]);
            return;
        }
        Response response = script.answer(path, LoopbackServer.headers(exchange), body);
        response.headers().forEach(exchange.getResponseHeaders()::set);
        if (response.body().isEmpty()) {
            exchange.sendResponseHeaders(response.status(), -1);
            exchange.close();
            return;
        }
        perform(response, exchange);
    }

    private static void perform(Response response, HttpExchange exchange) throws IOException {
        boolean begun = false;
        for (Step step : response.body()) {
            if (!begun && step instanceof Chunk) {
                exchange.sendResponseHeaders(response.status(), 0);
                begun = true;
            }
            OutputStream out = exchange.getResponseBody();
            switch (step) {
                case Chunk chunk -> {
                    out.write(chunk.bytes());
                    out.flush();
                }
                case Pause pause -> sleep(pause.time());
                case Cut _ -> throw new IOException("cut, as the script says");
            }
        }
        if (!begun) {
            exchange.sendResponseHeaders(response.status(), -1);
        }
        exchange.close();
    }

    private static void sleep(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the container was stopped", e);
        }
    }

    /// A container's answer to a request; header names are in lower case.
    @FunctionalInterface
    public interface Script {
        Response answer(String path, Map<String, String> headers, byte[] body);
    }

    /// A part of an answer's body.
    public sealed interface Step permits Chunk, Pause, Cut {}

    /// Bytes, sent at once.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Chunk(byte[] bytes) implements Step {}

    /// A pause. Before the first chunk it delays the status line too.
    public record Pause(Duration time) implements Step {}

    /// The connection breaks here. Before the first chunk there is no answer at all.
    public record Cut() implements Step {}

    /// An answer: [#of] for a whole one, then [#chunk], [#pause] and [#cut] to lengthen it.
    public record Response(int status, Map<String, String> headers, List<Step> body) {
        public Response {
            headers = Map.copyOf(headers);
            body = List.copyOf(body);
        }

        public static Response of(int status, String contentType, String body) {
            return empty(status).with("Content-Type", contentType).chunk(body);
        }

        public static Response empty(int status) {
            return new Response(status, Map.of(), List.of());
        }

        public Response with(String header, String value) {
            Map<String, String> more = new TreeMap<>(headers);
            more.put(header, value);
            return new Response(status, more, body);
        }

        public Response chunk(String text) {
            return then(new Chunk(text.getBytes(StandardCharsets.UTF_8)));
        }

        public Response chunk(byte[] bytes) {
            return then(new Chunk(bytes.clone()));
        }

        public Response pause(Duration time) {
            return then(new Pause(time));
        }

        public Response cut() {
            return then(new Cut());
        }

        private Response then(Step step) {
            List<Step> longer = new ArrayList<>(body);
            longer.add(step);
            return new Response(status, headers, longer);
        }
    }
}
