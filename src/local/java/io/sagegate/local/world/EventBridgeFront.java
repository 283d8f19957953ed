package io.sagegate.local.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// Amazon EventBridge on loopback: `PutEvents` in its JSON 1.1 protocol, for one bus. Signatures are verified.
///
/// Source: Amazon EventBridge API Reference, "PutEvents" and "PutEventsRequestEntry".
public final class EventBridgeFront implements AutoCloseable {
    /// The bus that it has.
    public static final String BUS = "arn:aws:events:us-east-1:111122223333:event-bus/limits";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 262_144;
    private static final int MOST_ENTRIES = 10;
    private static final int REMEMBERED = 1_000;

    /// An event as it was put.
    public record Event(String source, String detailType, JsonNode detail) {}

    private final SigV4 signatures;
    private final List<Event> events = new ArrayList<>();
    private final AtomicInteger failing = new AtomicInteger();
    private final AtomicInteger refusing = new AtomicInteger();
    private final LoopbackServer server;

    private EventBridgeFront(FrontSettings settings) throws IOException {
        this.signatures = new SigV4(settings, "events");
        this.server = LoopbackServer.start(this::serve);
    }

    public static EventBridgeFront start(FrontSettings settings) throws IOException {
        return new EventBridgeFront(settings);
    }

    public URI endpoint() {
        return server.uri();
    }

    /// The newest events (1,000 at most), oldest first.
    public List<Event> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /// The next calls fail with a 500.
    public void fails(int calls) {
        failing.set(calls);
    }

    /// The next calls answer 200 and refuse their entries.
    public void refuses(int calls) {
        refusing.set(calls);
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        var body = LoopbackServer.body(exchange, LARGEST);
        var headers = LoopbackServer.headers(exchange);
        if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            answer(exchange, 500, error("InternalException", "broken, as the test says"));
            return;
        }
        switch (signatures.verify(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body)) {
            case SigV4.Verdict.Refused(var refusal) ->
                answer(exchange, refusal.status(), error(refusal.type(), "The signature is not accepted."));
            case SigV4.Verdict.Signed _ -> put(exchange, headers, body);
        }
    }

    private void put(HttpExchange exchange, Map<String, String> headers, byte[] body) throws IOException {
        var entries = JSON.readTree(body).path("Entries");
        if (!headers.getOrDefault("x-amz-target", "").equals("AWSEvents.PutEvents")) {
            answer(exchange, 400, error("UnknownOperationException", ""));
        } else if (!entries.isArray() || entries.isEmpty() || entries.size() > MOST_ENTRIES || body.length > LARGEST) {
            answer(exchange, 400, error("ValidationException", "1 validation error detected"));
        } else {
            answer(exchange, 200, taken(entries));
        }
    }

    private ObjectNode taken(JsonNode entries) {
        var refuses = refusing.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        var answer = JSON.createObjectNode();
        var results = answer.putArray("Entries");
        var failed = 0;
        for (var entry : entries) {
            var problem = refuses ? "InternalFailure" : problem(entry);
            if (problem.isEmpty()) {
                results.addObject().put("EventId", UUID.randomUUID().toString());
                keep(entry);
            } else {
                results.addObject().put("ErrorCode", problem).put("ErrorMessage", "refused");
                failed++;
            }
        }
        return answer.put("FailedEntryCount", failed);
    }

    private static String problem(JsonNode entry) {
        if (!entry.path("EventBusName").asText().equals(BUS)) {
            return "ResourceNotFoundException";
        }
        for (var name : List.of("Source", "DetailType", "Detail")) {
            if (entry.path(name).asText().isEmpty()) {
                return "InvalidArgument";
            }
        }
        return detail(entry).isObject() ? "" : "MalformedDetail";
    }

    private static JsonNode detail(JsonNode entry) {
        try {
            return JSON.readTree(entry.path("Detail").asText());
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private void keep(JsonNode entry) {
        synchronized (events) {
            events.add(new Event(
                    entry.path("Source").asText(), entry.path("DetailType").asText(), detail(entry)));
            if (events.size() > REMEMBERED) {
                events.removeFirst();
            }
        }
    }

    private static ObjectNode error(String type, String message) {
        return JSON.createObjectNode().put("__type", type).put("message", message);
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        LoopbackServer.answer(
                exchange, status, Map.of("Content-Type", "application/x-amz-json-1.1"), JSON.writeValueAsBytes(body));
    }
}
