package io.sagegate.filters.events;

import io.sagegate.filters.BodyFilter;
import io.sagegate.filters.FilterException;
import io.sagegate.filters.LineReader;
import io.sagegate.policy.obligation.ResponseRules;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// JSON lines: each line is an event.
public final class JsonLinesFilter implements BodyFilter {
    private final LineReader lines = new LineReader();
    private final EventFilter events;

    public JsonLinesFilter(ResponseRules rules) {
        events = new EventFilter(rules);
    }

    @Override
    public byte[] push(byte[] bytes) throws FilterException {
        var out = new StringBuilder();
        for (var line : lines.push(bytes)) {
            event(line, out);
        }
        return bytes(out);
    }

    @Override
    public byte[] finish() throws FilterException {
        var out = new StringBuilder();
        event(lines.finish(), out);
        append(events.finish(), out);
        return bytes(out);
    }

    private void event(String line, StringBuilder out) throws FilterException {
        if (line.isBlank()) {
            return;
        }
        var start = line.strip().charAt(0);
        if (start != '{' && start != '[' && start != '"') {
            throw new FilterException("a line is not JSON");
        }
        append(events.apply("", line), out);
    }

    private static void append(List<Leaving> leaving, StringBuilder out) {
        leaving.forEach(line -> out.append(line.data()).append('\n'));
    }

    private static byte[] bytes(StringBuilder out) {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
