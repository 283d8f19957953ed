package io.sagegate.filters.events;

import io.sagegate.filters.FilterException;
import io.sagegate.filters.json.Piece;
import io.sagegate.json.JsonText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A queue of events in their order. The first may wait for a text that a later one brings.
final class EventQueue {
    private static final int MAX_EVENTS = 8_192;
    private static final long MAX_CHARACTERS = 4_194_304;

    /// @param data the text that the model sent, for an event that leaves unchanged
    private record Event(
            String fields, String data, @Nullable Object value, boolean changed, List<Piece> pieces) {
        boolean waits() {
            return pieces.stream().anyMatch(Piece::waits);
        }

        Leaving leaving() {
            var same = !changed && pieces.stream().noneMatch(Piece::changed);
            if (value instanceof Raw(var piece)) {
                return new Leaving(fields, piece.leaving());
            }
            return new Leaving(fields, same ? data : JsonText.of(pieces.isEmpty() ? value : settled(value)));
        }
    }

    /// A text that is no JSON.
    private record Raw(Piece piece) {}

    private final ArrayDeque<Event> events = new ArrayDeque<>();
    private long characters;

    /// Adds an event as it is.
    void add(String fields, String data) throws FilterException {
        add(new Event(fields, data, null, false, List.of()));
    }

    /// Adds an event whose data is a text.
    void add(String fields, String data, Piece piece) throws FilterException {
        add(new Event(fields, data, new Raw(piece), false, List.of(piece)));
    }

    /// Adds an event whose value has these pieces in it.
    void add(String fields, String data, @Nullable Object value, boolean changed, List<Piece> pieces)
            throws FilterException {
        add(new Event(fields, data, value, changed, List.copyOf(pieces)));
    }

    private void add(Event event) throws FilterException {
        events.add(event);
        characters += event.fields().length() + event.data().length();
        if (events.size() > MAX_EVENTS || characters > MAX_CHARACTERS) {
            throw new FilterException("too many events wait for the end of a text");
        }
    }

    /// Removes and returns the events that need not wait any more.
    List<Leaving> leaving() {
        var leaving = new ArrayList<Leaving>();
        while (!events.isEmpty() && !events.getFirst().waits()) {
            var event = events.removeFirst();
            characters -= event.fields().length() + event.data().length();
            leaving.add(event.leaving());
        }
        return leaving;
    }

    private static @Nullable Object settled(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var settled = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((name, member) -> settled.put(String.valueOf(name), settled(member)));
                yield settled;
            }
            case List<?> list -> {
                var settled = new ArrayList<@Nullable Object>(list.size());
                list.forEach(element -> settled.add(settled(element)));
                yield settled;
            }
            case Piece piece -> piece.leaving();
            case null, default -> value;
        };
    }
}
