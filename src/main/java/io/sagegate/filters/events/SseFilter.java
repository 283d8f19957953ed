package io.sagegate.filters.events;

import io.sagegate.filters.BodyFilter;
import io.sagegate.filters.FilterException;
import io.sagegate.filters.LineReader;
import io.sagegate.policy.obligation.ResponseRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Filters server-sent events (WHATWG HTML §9.2): the data of each event, and its name, id and comments too.
public final class SseFilter implements BodyFilter {
    private static final int MAX_EVENT = 1_048_576;
    private static final String DONE = "[DONE]";

    private final LineReader lines = new LineReader();
    private final EventFilter events;
    private final List<String> fields = new ArrayList<>();
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;

    public SseFilter(ResponseRules rules) {
        events = new EventFilter(rules, Joining.EVENTS);
    }

    @Override
    public byte[] push(byte[] bytes) throws FilterException {
        var out = new StringBuilder();
        for (var line : lines.push(bytes)) {
            line(line, out);
        }
        return bytes(out);
    }

    @Override
    public byte[] finish() throws FilterException {
        var out = new StringBuilder();
        var rest = lines.finish();
        if (!rest.isEmpty()) {
            line(rest, out);
        }
        dispatch(out);
        emit(events.finish(), out);
        return bytes(out);
    }

    private void line(String line, StringBuilder out) throws FilterException {
        if (line.isEmpty()) {
            dispatch(out);
        } else if (line.startsWith("data:") || line.equals("data")) {
            if (hasData) {
                data.append('\n');
            }
            hasData = true;
            var value = line.length() > 5 ? line.substring(5) : "";
            data.append(value.startsWith(" ") ? value.substring(1) : value);
            if (data.length() > MAX_EVENT) {
                throw new FilterException("an event is longer than " + MAX_EVENT + " characters");
            }
        } else {
            if (fields.size() == 16) {
                throw new FilterException("an event has too many fields");
            }
            fields.add(events.single(line));
        }
    }

    private void dispatch(StringBuilder out) throws FilterException {
        var head = new StringBuilder();
        fields.forEach(field -> head.append(field).append('\n'));
        if (hasData) {
            emit(leaving(head.toString(), data.toString()), out);
        } else if (!fields.isEmpty()) {
            out.append(head).append('\n');
        }
        fields.clear();
        data.setLength(0);
        hasData = false;
    }

    private List<Leaving> leaving(String head, String event) throws FilterException {
        if (!event.strip().equals(DONE)) {
            return events.apply(head, event);
        }
        var leaving = new ArrayList<>(events.finish());
        leaving.add(new Leaving(head, DONE));
        return leaving;
    }

    private static void emit(List<Leaving> leaving, StringBuilder out) {
        for (var event : leaving) {
            out.append(event.fields());
            for (var line : event.data().split("\n", -1)) {
                out.append("data: ").append(line).append('\n');
            }
            out.append('\n');
        }
    }

    private static byte[] bytes(StringBuilder out) {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
