package io.sagegate.json;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An object that was read, with its members by paths such as `actor/user/uid`. A `0` leads to a list's first.
public record Members(Map<?, ?> map) {
    /// The member at the path as text; empty if there is none.
    public String text(String path) {
        var value = value(path);
        return value == null || value instanceof Map || value instanceof List ? "" : String.valueOf(value);
    }

    /// The whole number at the path.
    public OptionalLong whole(String path) {
        return value(path) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /// The object at the path; empty if there is none.
    public Map<?, ?> object(String path) {
        return value(path) instanceof Map<?, ?> found ? found : Map.of();
    }

    /// The objects of the list at the path.
    public List<Members> each(String path) {
        return value(path) instanceof List<?> list
                ? list.stream()
                        .flatMap(entry ->
                                entry instanceof Map<?, ?> found ? Stream.of(new Members(found)) : Stream.empty())
                        .toList()
                : List.of();
    }

    private @Nullable Object value(String path) {
        @Nullable Object value = map;
        for (var name : path.split("/", -1)) {
            value = switch (value) {
                case Map<?, ?> members -> members.get(name);
                case List<?> list -> name.equals("0") && !list.isEmpty() ? list.getFirst() : null;
                case null, default -> null;
            };
        }
        return value;
    }
}
