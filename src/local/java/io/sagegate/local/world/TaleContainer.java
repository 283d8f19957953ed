package io.sagegate.local.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// A model container that tells a tale word by word, with a pause before each word. From outside it looks like a
/// model that streams tokens, with a text that is the same every time.
///
/// It takes JSON: `prompt`, `max_tokens` (64), `pause_ms` (20) and, for loads, `chunk_bytes`. The tale goes on
/// after a prompt that occurs in it. It streams `text/event-stream` in TGI's form, `application/jsonlines` or
/// `text/plain`, as `Accept` asks. It keeps its place in a session: `X-Amzn-SageMaker-Session-Id: NEW_SESSION`
/// opens one, `"close": true` ends it.
public final class TaleContainer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_BODY = 25 * 1024 * 1024;
    private static final String SESSION = "x-amzn-sagemaker-session-id";

    private final List<String> words = Arrays.asList(text().split("(?<=\\s)(?=\\S)"));
    private final Map<String, Integer> places = new ConcurrentHashMap<>();
    private final LoopbackServer server;

    private TaleContainer() throws IOException {
        this.server = LoopbackServer.start(this::serve);
    }

    public static TaleContainer start() throws IOException {
        return new TaleContainer();
    }

    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }

    private static String text() throws IOException {
        try (InputStream in = TaleContainer.class.getResourceAsStream("/model/tale.txt")) {
            if (in == null) {
                throw new IOException("model/tale.txt is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private record Wish(int start, int tokens, long pause, int chunkBytes, boolean close) {}

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = LoopbackServer.body(exchange, LARGEST_BODY);
        if (exchange.getRequestURI().getPath().equals("/ping")) {
            LoopbackServer.answer(exchange, 200, Map.of(), new byte[0]);
            return;
        }
        Map<String, String> headers = LoopbackServer.headers(exchange);
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (IOException e) {
            LoopbackServer.answer(
                    exchange,
                    400,
                    Map.of("Content-Type", "text/plain"),
                    "send JSON\n".getBytes(StandardCharsets.UTF_8));
            return;
        }
        String session = headers.getOrDefault(SESSION, "");
        Wish wish = wish(json, places.getOrDefault(session, -1));
        remember(exchange, session, wish);
        tell(exchange, headers.getOrDefault("accept", "application/json"), wish);
    }

    private Wish wish(JsonNode json, int place) {
        return new Wish(
                place >= 0 ? place : after(json.path("prompt").asText("")),
                json.path("max_tokens").asInt(64),
                json.path("pause_ms").asLong(20),
                json.path("chunk_bytes").asInt(0),
                json.path("close").asBoolean(false));
    }

    /// The index of the word after the prompt's last; 0 if the prompt is not in the tale.
    private int after(String prompt) {
        String whole = String.join("", words);
        int found = prompt.isBlank() ? -1 : whole.indexOf(prompt.strip());
        int end = found < 0 ? 0 : found + prompt.strip().length();
        int word = 0;
        for (int length = 0; word < words.size() && length < end; word++) {
            length += words.get(word).length();
        }
        return word;
    }

    private void remember(HttpExchange exchange, String session, Wish wish) {
        if (session.equals("NEW_SESSION")) {
            String id = UUID.randomUUID().toString();
            places.put(id, wish.start() + wish.tokens());
            exchange.getResponseHeaders().set("X-Amzn-SageMaker-New-Session-Id", id + "; Expires=2030-01-01T00:00:00Z");
        } else if (wish.close() && places.remove(session) != null) {
            exchange.getResponseHeaders().set("X-Amzn-SageMaker-Closed-Session-Id", session);
        } else if (places.containsKey(session)) {
            places.put(session, wish.start() + wish.tokens());
        }
    }

    private void tell(HttpExchange exchange, String accept, Wish wish) throws IOException {
        if (wish.chunkBytes() > 0) {
            stream(exchange, "text/plain", wish, Form.LOAD);
        } else if (accept.contains("text/event-stream")) {
            stream(exchange, "text/event-stream", wish, Form.EVENTS);
        } else if (accept.contains("application/jsonlines")) {
            stream(exchange, "application/jsonlines", wish, Form.LINES);
        } else if (accept.contains("text/plain")) {
            stream(exchange, "text/plain; charset=utf-8", wish, Form.WORDS);
        } else {
            whole(exchange, wish);
        }
    }

    private enum Form {
        EVENTS,
        LINES,
        WORDS,
        LOAD
    }

    private String word(Wish wish, int index) {
        return words.get((wish.start() + index) % words.size());
    }

    private void whole(HttpExchange exchange, Wish wish) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < wish.tokens(); i++) {
            text.append(word(wish, i));
        }
        ObjectNode json = JSON.createObjectNode().put("generated_text", text.toString());
        LoopbackServer.answer(exchange, 200, Map.of("Content-Type", "application/json"), JSON.writeValueAsBytes(json));
    }

    private void stream(HttpExchange exchange, String type, Wish wish, Form form) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean begun = false;
        OutputStream out = exchange.getResponseBody();
        for (int i = 0; i < wish.tokens(); i++) {
            pause(wish.pause());
            if (!begun) {
                exchange.sendResponseHeaders(200, 0);
                begun = true;
            }
            out.write(piece(wish, i, form));
            out.flush();
        }
        exchange.close();
    }

    private byte[] piece(Wish wish, int index, Form form) throws IOException {
        String word = word(wish, index);
        return switch (form) {
            case WORDS -> word.getBytes(StandardCharsets.UTF_8);
            case LINES -> (token(wish, index, word) + "\n").getBytes(StandardCharsets.UTF_8);
            case EVENTS -> ("data:" + token(wish, index, word) + "\n\n").getBytes(StandardCharsets.UTF_8);
            case LOAD ->
                word.repeat(wish.chunkBytes() / word.length() + 1)
                        .substring(0, wish.chunkBytes())
                        .getBytes(StandardCharsets.US_ASCII);
        };
    }

    /// Writes a token as TGI streams it: the whole text comes once more with the last token.
    private String token(Wish wish, int index, String word) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.putObject("token").put("id", (wish.start() + index) % words.size()).put("text", word);
        if (index == wish.tokens() - 1) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < wish.tokens(); i++) {
                text.append(word(wish, i));
            }
            json.put("generated_text", text.toString());
        } else {
            json.putNull("generated_text");
        }
        return JSON.writeValueAsString(json);
    }

    private static void pause(long millis) throws IOException {
        if (millis <= 0) {
            return;
        }
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the container was stopped", e);
        }
    }
}
