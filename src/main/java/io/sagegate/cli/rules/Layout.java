package io.sagegate.cli.rules;

import io.sagegate.json.JsonText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// JSON laid out for people, two spaces a level.
final class Layout {
    private Layout() {}

    static String of(@Nullable Object value) {
        return of(value, "\n");
    }

    private static String of(@Nullable Object value, String line) {
        var inner = line + "  ";
        return switch (value) {
            case Map<?, ?> map
            when !map.isEmpty() ->
                map.entrySet().stream()
                        .map(entry -> inner + JsonText.of(String.valueOf(entry.getKey())) + ": "
                                + of(entry.getValue(), inner))
                        .collect(Collectors.joining(",", "{", line + "}"));
            case List<?> list
            when !list.isEmpty() ->
                list.stream().map(each -> inner + of(each, inner)).collect(Collectors.joining(",", "[", line + "]"));
            case null, default -> JsonText.of(value);
        };
    }
}
