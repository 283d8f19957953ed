package io.sagegate.filters.events;

import io.sagegate.filters.CutUtf8;
import io.sagegate.filters.FilterException;
import io.sagegate.filters.json.JsonMasker;
import io.sagegate.filters.json.Piece;
import io.sagegate.filters.json.Place;
import io.sagegate.filters.json.Selector;
import io.sagegate.filters.mask.MaskChain;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.json.JsonText;
import io.sagegate.policy.obligation.ResponseRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Filters a stream's events one by one. Texts that a stream sends piece by piece are masked as the one text that
/// the client joins. Pieces belong together by their place in the event, and by `index` if an element has one.
///
/// Some events say that they bring pieces, and the rules know some of their members. A held end of such a text
/// leaves before the event that ends the text. An event with any other text waits until that text is decided, so
/// that no text leaves its event.
final class EventFilter {
    private static final JsonLimits LIMITS = new JsonLimits(1_048_576, 32, 400);
    private static final int MAX_CHANNELS = 256;

    /// The place of texts that are no JSON.
    private static final Place RAW = Place.ROOT.element("");

    private final ResponseRules rules;
    private final Selector selector;
    private final MaskChain whole;
    private final JsonMasker masker;
    private final Map<Place, Channel> channels = new LinkedHashMap<>();
    private final Watches watches;
    private final EventQueue queue = new EventQueue();
    private Joining joining;

    // The places that the current event has touched.
    private final Set<Place> touched = new HashSet<>();
    private final List<Piece> pieces = new ArrayList<>();
    private Set<Place> ends = Set.of();
    private boolean goesOn;

    EventFilter(ResponseRules rules, Joining joining) {
        this.rules = rules;
        this.joining = joining;
        this.selector = new Selector(rules.selections());
        this.whole = chain();
        this.masker = new JsonMasker(whole, this::leaf);
        this.watches = new Watches(this::chain);
    }

    private MaskChain chain() {
        return new MaskChain(rules.maskings());
    }

    /// Returns the events that leave for one event's data: first any held text, then the event, unless it must
    /// wait.
    ///
    /// @param fields the event's other fields, in whole lines
    List<Leaving> apply(String fields, String data) throws FilterException {
        var start = data.isBlank() ? ' ' : data.strip().charAt(0);
        if (start == '{' || start == '[' || start == '"') {
            json(fields, data);
        } else if (rules.selections().isEmpty()) {
            text(fields, data);
        } else {
            throw new FilterException("an event is not JSON");
        }
        return queue.leaving();
    }

    /// Returns the lines that leave for one line of JSON.
    List<Leaving> apply(String line) throws FilterException {
        json("", line);
        return queue.leaving();
    }

    private void text(String fields, String data) throws FilterException {
        var piece = watches.push(RAW, data, false);
        queue.add(fields, data, piece);
        watches.next();
    }

    private void json(String fields, String data) throws FilterException {
        var value = selector.apply(parse(data));
        touched.clear();
        pieces.clear();
        ends = TextEnds.of(value);
        goesOn = TextEnds.goOn(value);
        joining = goesOn ? joining.onceAnEventGoesOn() : joining;
        var masked = masker.apply(value);
        var changed = masker.changed() || !rules.selections().isEmpty();
        flush();
        for (var place : touched) {
            channels.computeIfPresent(place, (_, channel) -> channel.in(masked, fields));
        }
        queue.add(fields, data, masked, changed, pieces);
        watches.next();
    }

    /// Returns the events that were held back, at the end of the stream.
    List<Leaving> finish() throws FilterException {
        ends = Set.of(Place.ROOT);
        touched.clear();
        flush();
        return queue.leaving();
    }

    /// Masks a value that is whole in itself, such as an event's name.
    String single(String text) throws FilterException {
        if (!CutUtf8.isWhole(text)) {
            throw new FilterException("a text that stands by itself ends within a character");
        }
        return whole.whole(text);
    }

    private static @Nullable Object parse(String data) throws FilterException {
        try {
            return Json.readPiece(data, LIMITS);
        } catch (JsonException e) {
            throw new FilterException("an event is not JSON");
        }
    }

    private Object leaf(Place place, String name, String text) throws FilterException {
        if (moves(place, name)) {
            return delta(place, text);
        }
        var isPiece = joining != Joining.RECORDS
                && !text.isEmpty()
                && (rules.deltas().contains(name) || !rules.wholes().contains(name));
        return isPiece ? watched(place, text) : single(text);
    }

    /// Whether the end of a text may leave with a later event.
    private boolean moves(Place place, String name) {
        return joining == Joining.EVENTS
                && rules.deltas().contains(name)
                && (channels.containsKey(place)
                        || ((goesOn || !ResponseRules.USUAL_DELTAS.contains(name)) && !watches.has(place)));
    }

    private String delta(Place place, String text) throws FilterException {
        var channel = channels.computeIfAbsent(place, _ -> new Channel(this::chain));
        if (channels.size() > MAX_CHANNELS) {
            throw new FilterException("the stream has more than " + MAX_CHANNELS + " texts at once");
        }
        touched.add(place);
        var out = new StringBuilder();
        channel.push(text, out);
        if (TextEnds.within(ends, place)) {
            channel.finish(out);
        }
        return out.toString();
    }

    private Object watched(Place place, String text) throws FilterException {
        var piece = watches.push(place, text, TextEnds.within(ends, place));
        pieces.add(piece);
        return piece;
    }

    /// Ends the texts that the current event ends without a piece of their own.
    private void flush() throws FilterException {
        for (var entry : channels.entrySet()) {
            var channel = entry.getValue();
            if (!touched.contains(entry.getKey()) && TextEnds.within(ends, entry.getKey())) {
                var rest = channel.rest();
                if (!rest.isEmpty()) {
                    var event = copy(channel.last(), Place.ROOT, entry.getKey(), rest);
                    queue.add(channel.head(), JsonText.of(event));
                }
            }
        }
        watches.end(ends);
    }

    /// Copies the event with nothing but the rest of one text in it.
    private @Nullable Object copy(@Nullable Object value, Place place, Place at, String text) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, member) -> {
                    var child = String.valueOf(key);
                    var ends = TextEnds.isMember(child) || child.equals("usage");
                    copy.put(child, ends ? null : copy(member, place.member(child), at, text));
                });
                yield copy;
            }
            case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>();
                for (var i = 0; i < list.size(); i++) {
                    var element = list.get(i);
                    copy.add(copy(element, place.element(JsonMasker.index(element, i)), at, text));
                }
                yield copy;
            }
            case String s when place.equals(at) -> text;
            case String s when channels.containsKey(place) -> "";
            // A label stays; a text that may be a piece is not repeated.
            case Piece piece -> watches.isLabel(place) && !piece.waits() ? piece.leaving() : "";
            case null, default -> value;
        };
    }
}
