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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A model container that speaks OpenAI's bodies on `/invocations`, as vLLM and LMI do. `messages` is a chat,
/// `prompt` a completion, `input` an embedding.
///
/// It tells the same tale every time. It repeats a prompt that begins with `repeat: `, three characters at a time.
/// It streams with a pause before each piece.
public final class ChatContainer implements AutoCloseable {
    /// The form of its streams.
    public enum Form {
        /// `text/event-stream`, ended by `[DONE]`.
        EVENTS,
        /// `application/jsonlines`.
        LINES
    }

    /// The name of its model; like vLLM it also takes an empty name.
    public static final String MODEL = "tale-7b";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_BODY = 25 * 1024 * 1024;
    private static final int PAUSE_MILLIS = 3;
    private static final String REPEAT = "repeat: ";

    private final List<String> words;
    private final Form form;
    private final LoopbackServer server;

    private ChatContainer(Form form) throws IOException {
        try (InputStream in = ChatContainer.class.getResourceAsStream("/model/tale.txt")) {
            if (in == null) {
                throw new IOException("model/tale.txt is not on the class path");
            }
            words = List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?<=\\s)(?=\\S)"));
        }
        this.form = form;
        this.server = LoopbackServer.start(this::serve);
    }

    public static ChatContainer start(Form form) throws IOException {
        return new ChatContainer(form);
    }

    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = LoopbackServer.body(exchange, LARGEST_BODY);
        if (exchange.getRequestURI().getPath().equals("/ping")) {
            LoopbackServer.answer(exchange, 200, Map.of(), new byte[0]);
            return;
        }
        JsonNode asked = JSON.readTree(body);
        if (!Set.of("", MODEL).contains(asked.path("model").asText())) {
            refuse(exchange, 404, "The model does not exist.");
        } else if (asked.has("input")) {
            embed(exchange, asked);
        } else if (asked.has("messages") || asked.has("prompt")) {
            talk(exchange, asked, asked.has("messages"));
        } else {
            refuse(exchange, 400, "Send messages, prompt or input.");
        }
    }

    private static void refuse(HttpExchange exchange, int status, String message) throws IOException {
        ObjectNode error = JSON.createObjectNode();
        error.put("object", "error").put("message", message).put("code", status);
        send(exchange, status, error);
    }

    private static void send(HttpExchange exchange, int status, JsonNode json) throws IOException {
        LoopbackServer.answer(
                exchange, status, Map.of("Content-Type", "application/json"), JSON.writeValueAsBytes(json));
    }

    private List<String> pieces(JsonNode asked) {
        JsonNode messages = asked.path("messages");
        String prompt = messages.isArray()
                ? messages.path(messages.size() - 1).path("content").asText()
                : asked.path("prompt").asText();
        if (prompt.startsWith(REPEAT)) {
            List<String> parts = new ArrayList<>();
            String text = prompt.substring(REPEAT.length());
            for (int i = 0; i < text.length(); i += 3) {
                parts.add(text.substring(i, Math.min(text.length(), i + 3)));
            }
            return parts;
        }
        return words.subList(0, Math.min(words.size(), asked.path("max_tokens").asInt(16)));
    }

    private void talk(HttpExchange exchange, JsonNode asked, boolean chat) throws IOException {
        List<String> pieces = pieces(asked);
        if (asked.path("stream").asBoolean()) {
            stream(exchange, asked, chat, pieces);
            return;
        }
        ObjectNode answer = answer(chat ? "chat.completion" : "text_completion");
        answer.put("system_fingerprint", "fp_tale");
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        String text = String.join("", pieces);
        if (chat) {
            choice.putObject("message").put("role", "assistant").put("content", text);
        } else {
            choice.put("text", text);
        }
        choice.put("finish_reason", "stop");
        answer.set("usage", usage(asked, pieces.size()));
        send(exchange, 200, answer);
    }

    private static ObjectNode answer(String object) {
        return JSON.createObjectNode()
                .put("id", "tale-1")
                .put("object", object)
                .put("created", 1_760_000_000)
                .put("model", MODEL);
    }

    private static ObjectNode usage(JsonNode asked, int completion) {
        int prompt = asked.toString().length() / 4;
        return JSON.createObjectNode()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
    }

    private void stream(HttpExchange exchange, JsonNode asked, boolean chat, List<String> pieces) throws IOException {
        exchange.getResponseHeaders()
                .set("Content-Type", form == Form.EVENTS ? "text/event-stream" : "application/jsonlines");
        exchange.sendResponseHeaders(200, 0);
        String object = chat ? "chat.completion.chunk" : "text_completion";
        boolean first = true;
        for (String piece : pieces) {
            pause();
            ObjectNode chunk = answer(object);
            ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
            if (chat) {
                ObjectNode delta = choice.putObject("delta");
                if (first) {
                    delta.put("role", "assistant");
                    first = false;
                }
                delta.put("content", piece);
            } else {
                choice.put("text", piece);
            }
            choice.putNull("finish_reason");
            write(exchange, JSON.writeValueAsString(chunk));
        }
        ObjectNode end = answer(object);
        ObjectNode choice = end.putArray("choices").addObject().put("index", 0);
        if (chat) {
            choice.putObject("delta");
        } else {
            choice.put("text", "");
        }
        choice.put("finish_reason", "stop");
        write(exchange, JSON.writeValueAsString(end));
        if (asked.path("stream_options").path("include_usage").asBoolean()) {
            ObjectNode last = answer(object);
            last.putArray("choices");
            last.set("usage", usage(asked, pieces.size()));
            write(exchange, JSON.writeValueAsString(last));
        }
        if (form == Form.EVENTS) {
            write(exchange, "[DONE]");
        }
        exchange.close();
    }

    private void write(HttpExchange exchange, String data) throws IOException {
        OutputStream out = exchange.getResponseBody();
        String event = form == Form.EVENTS ? "data: " + data + "\n\n" : data + "\n";
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /// Answers with a vector of eight numbers, made from the text's own bytes.
    private static void embed(HttpExchange exchange, JsonNode asked) throws IOException {
        ObjectNode answer = JSON.createObjectNode().put("object", "list").put("model", MODEL);
        List<String> texts = new ArrayList<>();
        if (asked.path("input").isArray()) {
            asked.path("input").forEach(text -> texts.add(text.asText()));
        } else {
            texts.add(asked.path("input").asText());
        }
        var data = answer.putArray("data");
        for (int i = 0; i < texts.size(); i++) {
            var vector =
                    data.addObject().put("object", "embedding").put("index", i).putArray("embedding");
            for (int d = 0; d < 8; d++) {
                vector.add(Math.sin(texts.get(i).hashCode() + d));
            }
        }
        answer.set("usage", usage(asked, 0));
        send(exchange, 200, answer);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the container was stopped", e);
        }
    }
}
