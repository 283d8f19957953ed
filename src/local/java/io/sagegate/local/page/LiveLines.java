package io.sagegate.local.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;

/// The newest audit lines, numbered from 1 in the order they came.
final class LiveLines {
    static final int KEPT = 500;

    private final ArrayDeque<JsonNode> lines = new ArrayDeque<>();
    private long total;
    private long calls;
    private long denied;

    synchronized void add(JsonNode line) {
        lines.addLast(line);
        total++;
        if (!line.path("status").asText().equals("Attempt")) {
            calls++;
            denied += line.path("action").asText().equals("Allowed") ? 0 : 1;
        }
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }

    /// Adds the number of all calls, also of those whose lines are not kept any more.
    synchronized void totals(ObjectNode to) {
        to.put("calls", calls).put("denied", denied);
    }

    /// Adds the kept lines after number `after` to `to`, and returns the newest line's number.
    synchronized long copyAfter(long after, ArrayNode to) {
        lines.stream()
                .skip(Math.max(0, lines.size() - Math.max(0, total - after)))
                .forEach(to::add);
        return total;
    }
}
