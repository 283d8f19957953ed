package io.sagegate.filters.events;

import io.sagegate.filters.json.JsonMasker;
import io.sagegate.filters.json.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the objects of an event that say that their texts end with it. An empty reason or a false mark is no end:
/// it would release half a secret.
final class TextEnds {
    private static final Set<String> REASONS = Set.of(
            "finish_reason", "finishReason", "stop_reason", "completion_reason", "completionReason", "done_reason");
    private static final String TYPE = "type";

    /// Types of the events that end a part of the answer.
    private static final Set<String> END_TYPES = Set.of(
            "content_block_stop",
            "content-end",
            "tool-call-end",
            "response.output_text.done",
            "response.content_part.done",
            "response.function_call_arguments.done");

    private static final String MARK = "done";

    /// The member in which text-generation-inference says why the text beside it ended.
    private static final String DETAILS = "details";

    /// The members that hold pieces: in OpenAI's and Anthropic's streams, and in text-generation-inference's.
    private static final String DELTA = "delta";

    private static final String TOKEN = "token";

    private TextEnds() {}

    static boolean isMember(String name) {
        return REASONS.contains(name) || name.equals(MARK) || name.equals(DETAILS);
    }

    static Set<Place> of(@Nullable Object event) {
        var ends = new HashSet<Place>();
        find(event, Place.ROOT, ends);
        return ends;
    }

    /// Whether what is at this place is in an object that ends.
    static boolean within(Set<Place> ends, Place place) {
        var holder = ends.isEmpty() ? null : place;
        while (holder != null && !ends.contains(holder)) {
            holder = holder.parent();
        }
        return holder != null;
    }

    /// Whether an event says that it brings a piece of a text. It does so by a member that only pieces stand under,
    /// or by an end mark that is not set.
    static boolean goOn(@Nullable Object event) {
        return switch (event) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .anyMatch(entry ->
                                goesOn(String.valueOf(entry.getKey()), entry.getValue()) || goOn(entry.getValue()));
            case List<?> list -> list.stream().anyMatch(TextEnds::goOn);
            case null, default -> false;
        };
    }

    private static boolean goesOn(String name, @Nullable Object member) {
        return name.equals(DELTA)
                ? member != null
                : name.equals(TOKEN) ? member instanceof Map<?, ?> : isMember(name) && !isEnd(name, member);
    }

    private static void find(@Nullable Object value, Place place, Set<Place> ends) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> {
                var name = String.valueOf(key);
                if (isEnd(name, member)) {
                    ends.add(place);
                }
                find(member, place.member(name), ends);
            });
        } else if (value instanceof List<?> list) {
            for (var i = 0; i < list.size(); i++) {
                find(list.get(i), place.element(JsonMasker.index(list.get(i), i)), ends);
            }
        }
    }

    private static boolean isEnd(String name, @Nullable Object member) {
        return switch (member) {
            case String reason ->
                (REASONS.contains(name) && !reason.isBlank()) || (name.equals(TYPE) && END_TYPES.contains(reason));
            case Boolean mark -> name.equals(MARK) && mark;
            case Map<?, ?> details ->
                name.equals(DETAILS)
                        && details.entrySet().stream()
                                .anyMatch(entry -> entry.getValue() instanceof String reason
                                        && isEnd(String.valueOf(entry.getKey()), reason));
            case null, default -> false;
        };
    }
}
