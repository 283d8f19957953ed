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

    /// Reads a NumericDate (RFC 7519 §2): a JSON number of seconds, fractions allowed, from 1970 to 9999.
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

    /// The values of a claim: an array of strings, or one string. If the issuer's rules say so, they are a string
    /// split on spaces, or the member names of an object. There are none if the claim is absent; the result is
    /// empty if the claim has any other form.
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
        // No binding can name an empty group, so an empty name is nobody's group.
        var values = all.stream().filter(value -> !"".equals(value)).distinct().toList();
        if (values.size() > MAX_VALUES
                || !values.stream().allMatch(value -> name(value).isPresent())) {
            return Optional.empty();
        }
        return Optional.of(values.stream().map(String.class::cast).toList());
    }

    /// Whether no member is `false` or `null`. Such a member may mean that the group is not given, so the claim is
    /// not guessed at.
    private static boolean areGiven(Map<?, ?> members) {
        return members.values().stream().noneMatch(value -> value == null || Boolean.FALSE.equals(value));
    }

    /// The texts of a claim that is one text or a list; elements of other types are left out.
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

    /// A string that can name a caller: not empty, bounded, printable.
    static Optional<String> name(@Nullable Object value) {
        return value instanceof String text
                        && !text.isBlank()
                        && text.length() <= MAX_VALUE_LENGTH
                        && text.chars().noneMatch(Character::isISOControl)
                ? Optional.of(text)
                : Optional.empty();
    }
}
