package io.sagegate.identity;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads claims by their exact JSON types, never by coercion.
final class Claims {
    private static final BigDecimal MAX_DATE = BigDecimal.valueOf(253_402_300_799L);
    private static final int MAX_VALUES = 512;
    private static final int MAX_VALUE_LENGTH = 512;

    private Claims() {}

    /// A NumericDate (RFC 7519 §2): a JSON number of seconds, fractions allowed, from 1970 to 9999.
    static Optional<Instant> date(@Nullable Object value) {
        if (!(value instanceof Number number)) {
            return Optional.empty();
        }
        var seconds = new BigDecimal(number.toString());
        if (seconds.signum() < 0 || seconds.compareTo(MAX_DATE) > 0) {
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochSecond(
                seconds.longValue(),
                seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue()));
    }

    /// The value at a path of member names; the whole path as one name wins, since claims such as
    /// `cognito:groups` and `https://acme.com/roles` hold any character.
    static @Nullable Object at(Map<String, @Nullable Object> claims, List<String> path) {
        @Nullable Object value = claims;
        for (var name : path) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    /// The values of a claim: an array of strings, one string, or, only where the issuer says so, a
    /// string split on spaces. Anything else has no values.
    static Optional<List<String>> values(@Nullable Object claim, boolean splitOnSpaces) {
        var values = switch (claim) {
            case null -> List.<Object>of();
            case String text
            when splitOnSpaces -> List.<Object>of((Object[]) text.strip().split(" +"));
            case String text -> List.<Object>of(text);
            case List<?> list when list.stream().allMatch(String.class::isInstance) -> List.<Object>copyOf(list);
            default -> List.<Object>of();
        };
        if (values.size() > MAX_VALUES) {
            return Optional.empty();
        }
        return Optional.of(values.stream()
                .map(String.class::cast)
                .filter(value -> !value.isEmpty() && value.length() <= MAX_VALUE_LENGTH)
                .distinct()
                .toList());
    }

    /// A string that can stand for somebody: not empty, bounded, printable.
    static Optional<String> name(@Nullable Object value) {
        return value instanceof String text
                        && !text.isBlank()
                        && text.length() <= MAX_VALUE_LENGTH
                        && text.chars().noneMatch(Character::isISOControl)
                ? Optional.of(text)
                : Optional.empty();
    }
}
