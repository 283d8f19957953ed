package io.sagegate.json.schema;

import io.sagegate.json.JsonException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A schema as written, with its place, so that every error can name the place. A keyword with an empty value is an
/// error, because it must not pass for an absent one.
///
/// @param place a JSON pointer into the whole schema
record Written(Map<?, ?> keywords, String place) {
    /// Deepest nesting of lists and members in a value of `enum` or `const`, in levels.
    private static final int MAX_VALUE_DEPTH = 32;

    boolean isTop() {
        return place.isEmpty();
    }

    List<String> names() {
        return keywords.keySet().stream().map(String::valueOf).toList();
    }

    boolean has(String keyword) {
        return keywords.containsKey(keyword);
    }

    @Nullable
    Object raw(String keyword) {
        return keywords.get(keyword);
    }

    String placeOf(String keyword) {
        return place + "/" + keyword.replace("~", "~0").replace("/", "~1");
    }

    JsonException error(String keyword, String problem) {
        return new JsonException("schema: " + placeOf(keyword) + " " + problem);
    }

    /// The size that a keyword states; `absent` if the keyword is missing.
    int size(String keyword, int absent) throws JsonException {
        if (!has(keyword)) {
            return absent;
        }
        var size = number(keyword)
                .filter(Values::isWhole)
                .filter(number -> number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0);
        return size.orElseThrow(() -> error(keyword, "must be a whole number from 0 to " + Integer.MAX_VALUE))
                .intValueExact();
    }

    /// The number that a keyword states, short enough for arithmetic.
    BigDecimal limit(String keyword) throws JsonException {
        return number(keyword)
                .orElseThrow(() ->
                        error(keyword, "must be a number of at most 400 digits, with an exponent of at most 1000"));
    }

    private Optional<BigDecimal> number(String keyword) {
        return raw(keyword) instanceof Number number ? Values.bounded(number) : Optional.empty();
    }

    String text(String keyword) throws JsonException {
        if (raw(keyword) instanceof String text) {
            return text;
        }
        throw error(keyword, "must be a text");
    }

    Map<?, ?> members(String keyword) throws JsonException {
        if (raw(keyword) instanceof Map<?, ?> members) {
            return members;
        }
        throw error(keyword, "must have members");
    }

    List<?> list(String keyword) throws JsonException {
        if (raw(keyword) instanceof List<?> list) {
            return list;
        }
        throw error(keyword, "must be a list");
    }

    List<String> texts(String keyword) throws JsonException {
        var texts = new ArrayList<String>();
        for (var each : list(keyword)) {
            if (!(each instanceof String text)) {
                throw error(keyword, "must be a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    /// Refuses a value that no body can have, such as an infinite number.
    void requireJson(String keyword, @Nullable Object value) throws JsonException {
        if (!isJson(value, MAX_VALUE_DEPTH)) {
            throw error(
                    keyword,
                    "must be JSON with numbers of at most 400 digits, nested at most " + MAX_VALUE_DEPTH + " levels");
        }
    }

    private static boolean isJson(@Nullable Object value, int levels) {
        return switch (value) {
            case null -> true;
            case String _, Boolean _ -> true;
            case Number number -> Values.bounded(number).isPresent();
            case List<?> list -> levels > 0 && list.stream().allMatch(each -> isJson(each, levels - 1));
            case Map<?, ?> map ->
                levels > 0
                        && map.keySet().stream().allMatch(String.class::isInstance)
                        && map.values().stream().allMatch(each -> isJson(each, levels - 1));
            default -> false;
        };
    }
}
