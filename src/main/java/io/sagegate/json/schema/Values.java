package io.sagegate.json.schema;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compares values as JSON Schema does: 1 and 1.0 are equal.
final class Values {
    /// Largest exponent in either direction, and most digits. Arithmetic with larger numbers would take too long.
    private static final int MAX_EXPONENT = 1_000;

    private static final int MAX_DIGITS = 400;

    private Values() {}

    static BigDecimal decimal(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case Long whole -> BigDecimal.valueOf(whole);
            default -> new BigDecimal(number.toString());
        };
    }

    /// The number's value. Empty if it has none, or one that is too long for arithmetic.
    static Optional<BigDecimal> bounded(Number number) {
        try {
            var decimal = decimal(number);
            var isBounded = Math.abs((long) decimal.scale()) <= MAX_EXPONENT && decimal.precision() <= MAX_DIGITS;
            return isBounded ? Optional.of(decimal) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    static boolean isWhole(Number number) {
        if (number instanceof Long || number instanceof Integer) {
            return true;
        }
        var decimal = decimal(number);
        return decimal.signum() == 0 || decimal.stripTrailingZeros().scale() <= 0;
    }

    /// Whether two JSON values are equal.
    static boolean same(@Nullable Object one, @Nullable Object other) {
        return switch (one) {
            case null -> other == null;
            case Number number -> other instanceof Number n && decimal(number).compareTo(decimal(n)) == 0;
            case List<?> list -> other instanceof List<?> o && sameElements(list, o);
            case Map<?, ?> map -> other instanceof Map<?, ?> o && sameMembers(map, o);
            default -> one.equals(other);
        };
    }

    private static boolean sameElements(List<?> one, List<?> other) {
        for (var i = 0; i < one.size() && one.size() == other.size(); i++) {
            if (!same(one.get(i), other.get(i))) {
                return false;
            }
        }
        return one.size() == other.size();
    }

    private static boolean sameMembers(Map<?, ?> one, Map<?, ?> other) {
        var names = new HashSet<Object>(one.keySet());
        return names.equals(other.keySet()) && names.stream().allMatch(name -> same(one.get(name), other.get(name)));
    }
}
