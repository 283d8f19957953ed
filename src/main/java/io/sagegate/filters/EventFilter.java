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
/// What is held back of such a text leaves before the event that ends it.
final class EventFilter {
    private static final JsonLimits LIMITS = new JsonLimits(1_048_576, 32, 400);
    private static final int MAX_CHANNELS = 256;
    private static final Set<String> ENDS =
            Set.of("finish_reason", "finishReason", "stop_reason", "completion_reason", "generated_text", "done");

    /// The text at one place, over all events.
    ///
    /// @param last the latest event that had a piece of it, as it left
    private record Channel(MaskChain chain, @Nullable Object last) {}

    private final ResponseRules rules;
    private final Selector selector;
    private final MaskChain whole;
    private final JsonMasker masker;
    private final Map<String, Channel> channels = new LinkedHashMap<>();
    private final MaskChain plain;

    // Of the event at hand.
    private final Set<String> touched = new HashSet<>();
    private List<String> ends = List.of();

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
        ends = new ArrayList<>();
        findEnds(value, "", ends);
        var masked = masker.apply(value);
        var leaving = new ArrayList<>(flush());
        for (var path : touched) {
            channels.computeIfPresent(path, (_, channel) -> new Channel(channel.chain(), masked));
        }
        leaving.add(masker.changed() || !rules.selections().isEmpty() ? JsonText.of(masked) : data);
        return leaving;
    }

    /// What was held back, when the stream is over.
    List<String> finish() {
        ends = List.of("");
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

    private String leaf(String path, String name, String text) throws FilterException {
        if (!path.isEmpty() && !rules.deltas().contains(name)) {
            return whole.whole(text);
        }
        var channel = channels.get(path);
        if (channel == null) {
            if (channels.size() == MAX_CHANNELS) {
                throw new FilterException("the stream has more than " + MAX_CHANNELS + " texts at once");
            }
            channel = new Channel(new MaskChain(rules.maskings()), null);
            channels.put(path, channel);
        }
        touched.add(path);
        var out = new StringBuilder();
        channel.chain().push(text, out);
        if (ended(path)) {
            channel.chain().finish(out);
        }
        return out.toString();
    }

    private boolean ended(String path) {
        return ends.stream().anyMatch(end -> end.isEmpty() || path.startsWith(end + "."));
    }

    /// Channels that the event at hand ends without a piece of their own.
    private List<String> flush() {
        var leaving = new ArrayList<String>();
        channels.forEach((path, channel) -> {
            if (!touched.contains(path) && ended(path)) {
                var rest = new StringBuilder();
                channel.chain().finish(rest);
                if (!rest.isEmpty()) {
                    leaving.add(JsonText.of(copy(channel.last(), "", "", path, rest.toString())));
                }
            }
        });
        return leaving;
    }

    private static void findEnds(@Nullable Object value, String path, List<String> ends) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> {
                if (ENDS.contains(String.valueOf(name)) && member != null && !member.equals(false)) {
                    ends.add(path);
                }
                findEnds(member, path + "." + name, ends);
            });
        } else if (value instanceof List<?> list) {
            for (var i = 0; i < list.size(); i++) {
                findEnds(list.get(i), path + "[" + JsonMasker.index(list.get(i), i) + "]", ends);
            }
        }
    }

    /// The event again, with nothing but the rest of one text in it.
    private @Nullable Object copy(@Nullable Object value, String path, String name, String at, String text) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, member) -> {
                    var child = String.valueOf(key);
                    var ends = ENDS.contains(child) || child.equals("usage");
                    copy.put(child, ends ? null : copy(member, path + "." + child, child, at, text));
                });
                yield copy;
            }
            case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>();
                for (var i = 0; i < list.size(); i++) {
                    var element = list.get(i);
                    copy.add(copy(element, path + "[" + JsonMasker.index(element, i) + "]", name, at, text));
                }
                yield copy;
            }
            case String s when path.equals(at) -> text;
            case String s when rules.deltas().contains(name) || path.isEmpty() -> "";
            case null, default -> value;
        };
    }
}
