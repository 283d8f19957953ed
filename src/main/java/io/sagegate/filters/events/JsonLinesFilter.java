package io.sagegate.filters.events;

import io.sagegate.filters.BodyFilter;
import io.sagegate.filters.FilterException;
import io.sagegate.filters.LineReader;
import io.sagegate.policy.obligation.ResponseRules;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Filters JSON lines. No text leaves its line, and no line is added or dropped.
public final class JsonLinesFilter implements BodyFilter {
    private final LineReader lines = new LineReader();
    private final EventFilter events;

    private JsonLinesFilter(ResponseRules rules, Joining joining) {
        events = new EventFilter(rules, joining);
    }

    /// Makes a filter for a whole answer. Each line is a record, until one says that it brings a piece.
    public static BodyFilter ofRecords(ResponseRules rules) {
        return new JsonLinesFilter(rules, Joining.RECORDS);
    }

    /// Makes a filter for a stream: a text may go on in the next line.
    public static BodyFilter ofStream(ResponseRules rules) {
        return new JsonLinesFilter(rules, Joining.LINES);
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
        if (!line.isBlank()) {
            append(events.apply(line), out);
        }
    }

    private static void append(List<Leaving> leaving, StringBuilder out) {
        leaving.forEach(line -> out.append(line.data()).append('\n'));
    }

    private static byte[] bytes(StringBuilder out) {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
