package io.sagegate.identity;

import io.sagegate.identity.ClaimRules.GroupsFormat;
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

    /// The value at a path of member names.
    static @Nullable Object at(Map<String, @Nullable Object> claims, List<String> path) {
        @Nullable Object value = claims;
        for (var name : path) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    /// The values of a claim: an array of strings, one string, or, only where the issuer says so, a
    /// string split on spaces or the names of an object's members. None when the claim is absent; empty when it
    /// has any other form.
    static Optional<List<String>> values(@Nullable Object claim, GroupsFormat format) {
        if (claim == null || format != GroupsFormat.MEMBERS) {
            return names(claim, format == GroupsFormat.SCOPE);
        }
        return claim instanceof Map<?, ?> members && areGiven(members)
                ? names(List.copyOf(members.keySet()), false)
                : Optional.empty();
    }

    private static Optional<List<String>> names(@Nullable Object claim, boolean splitOnSpaces) {
        List<?> all = switch (claim) {
            case null -> List.of();
            case String text when splitOnSpaces -> List.of((Object[]) text.split(" "));
            case String text -> List.of(text);
            case List<?> list -> list;
            default -> List.of(claim);
        };
        // An empty name can be bound to nothing, so it is nobody's group.
        var values = all.stream().filter(value -> !"".equals(value)).distinct().toList();
        if (values.size() > MAX_VALUES
                || !values.stream().allMatch(value -> name(value).isPresent())) {
            return Optional.empty();
        }
        return Optional.of(values.stream().map(String.class::cast).toList());
    }

    /// A member of `false` or `null` may mean that the group is not given: which one was meant would be a guess.
    private static boolean areGiven(Map<?, ?> members) {
        return members.values().stream().noneMatch(value -> value == null || Boolean.FALSE.equals(value));
    }

    /// The texts of a claim that is one or a list of them; others are left out.
    static List<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case String one -> List.of(one);
            case List<?> several ->
                several.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
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
