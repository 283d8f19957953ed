package io.sagegate.cli.deployed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Members of JSON values that AWS answers.
final class Values {
    private Values() {}

    static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    static Optional<String> text(Map<?, ?> map, String name) {
        return map.get(name) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    static Optional<Integer> number(Map<?, ?> map, String name) {
        return map.get(name) instanceof Number number ? Optional.of(number.intValue()) : Optional.empty();
    }
}
