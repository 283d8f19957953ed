package io.sagegate.filters;

import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.json.JsonText;
import io.sagegate.policy.obligation.ResponseRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Filters a stream's events one by one. The texts that a stream sends piece by piece are masked as the one
/// text that the client puts together: by their place in the event, and by `index` where an element has one.
/// What is held back of such a text leaves before the event that ends it. A member that the rules do not know is
/// taken for such a text from its second value on.
final class EventFilter {
    private static final JsonLimits LIMITS = new JsonLimits(1_048_576, 32, 400);
    private static final int MAX_CHANNELS = 256;
    private final ResponseRules rules;
    private final Selector selector;
    private final MaskChain whole;
    private final JsonMasker masker;
    private final Map<Place, Channel> channels = new LinkedHashMap<>();
    private final FirstTexts firsts = new FirstTexts();
    private final MaskChain plain;

    // Of the event at hand.
    private final Set<Place> touched = new HashSet<>();
    private Set<Place> ends = Set.of();

    EventFilter(ResponseRules rules) {
        this.rules = rules;
        this.selector = new Selector(rules.selections());
        this.whole = new MaskChain(rules.maskings());
        this.plain = new MaskChain(rules.maskings());
        this.masker = new JsonMasker(whole, this::leaf);
    }

    /// What leaves for one event's data: perhaps what was held back, then the event.
    List<String> apply(String data) throws FilterException {
        var start = data.isBlank() ? ' ' : data.strip().charAt(0);
        if (start != '{' && start != '[' && start != '"') {
            if (!rules.selections().isEmpty()) {
                throw new FilterException("an event is not JSON");
            }
            var out = new StringBuilder();
            plain.push(data, out);
            return List.of(out.toString());
        }
        var value = selector.apply(parse(data));
        if (rules.maskings().isEmpty()) {
            return List.of(JsonText.of(value));
        }
        touched.clear();
        ends = TextEnds.of(value);
        var masked = masker.apply(value);
        var leaving = new ArrayList<>(flush());
        for (var place : touched) {
            channels.computeIfPresent(place, (_, channel) -> channel.in(masked));
        }
        leaving.add(masker.changed() || !rules.selections().isEmpty() ? JsonText.of(masked) : data);
        return leaving;
    }

    /// What was held back, when the stream is over.
    List<String> finish() {
        ends = Set.of(Place.ROOT);
        touched.clear();
        var leaving = new ArrayList<>(flush());
        var rest = new StringBuilder();
        plain.finish(rest);
        if (!rest.isEmpty()) {
            leaving.add(rest.toString());
        }
        return leaving;
    }

    /// A value that is whole in itself, such as an event's name.
    String single(String text) {
        return whole.whole(text);
    }

    private static @Nullable Object parse(String data) throws FilterException {
        try {
            return Json.read(data.getBytes(StandardCharsets.UTF_8), LIMITS);
        } catch (JsonException e) {
            throw new FilterException("an event is not JSON");
        }
    }

    private String leaf(Place place, String name, String text) throws FilterException {
        var channel = channel(place, name, text);
        if (channel == null) {
            return whole.whole(text);
        }
        touched.add(place);
        var out = new StringBuilder();
        channel.push(text, out);
        if (TextEnds.within(ends, place)) {
            channel.finish(out);
        }
        return out.toString();
    }

    /// The channel that a text is a piece of, or null when it is whole.
    private @Nullable Channel channel(Place place, String name, String text) throws FilterException {
        var channel = channels.get(place);
        if (channel != null
                || (!place.isRoot()
                        && rules.wholes().contains(name)
                        && !rules.deltas().contains(name))) {
            return channel;
        }
        var known = place.isRoot() || rules.deltas().contains(name);
        var first = known ? "" : firsts.before(place, text);
        if (first == null) {
            return null;
        }
        if (channels.size() == MAX_CHANNELS) {
            throw new FilterException("the stream has more than " + MAX_CHANNELS + " texts at once");
        }
        var made = Channel.after(first, new MaskChain(rules.maskings()));
        channels.put(place, made);
        return made;
    }

    /// Channels that the event at hand ends without a piece of their own.
    private List<String> flush() {
        var leaving = new ArrayList<String>();
        channels.forEach((place, channel) -> {
            if (!touched.contains(place) && TextEnds.within(ends, place)) {
                var rest = new StringBuilder();
                channel.finish(rest);
                if (!rest.isEmpty()) {
                    leaving.add(JsonText.of(copy(channel.last(), Place.ROOT, "", place, rest.toString())));
                }
            }
        });
        return leaving;
    }

    /// The event again, with nothing but the rest of one text in it.
    private @Nullable Object copy(@Nullable Object value, Place place, String name, Place at, String text) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, member) -> {
                    var child = String.valueOf(key);
                    var ends = TextEnds.isMember(child) || child.equals("usage");
                    copy.put(child, ends ? null : copy(member, place.member(child), child, at, text));
                });
                yield copy;
            }
            case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>();
                for (var i = 0; i < list.size(); i++) {
                    var element = list.get(i);
                    copy.add(copy(element, place.element(JsonMasker.index(element, i)), name, at, text));
                }
                yield copy;
            }
            case String s when place.equals(at) -> text;
            case String s when channels.containsKey(place) -> "";
            case null, default -> value;
        };
    }
}
