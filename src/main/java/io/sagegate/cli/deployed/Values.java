package io.sagegate.cli.deployed;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Members of JSON values that AWS answers.
final class Values {
    /// Calls in one count: far more than any account makes, and few enough to add up a million of them.
    private static final double MOST = 1e12;

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

    /// Reads a count.
    ///
    /// @param text digits, with a fraction or exponent if it is a sum of CloudWatch
    static long count(String text) throws IOException {
        try {
            var number = Double.parseDouble(text);
            if (number >= 0 && number <= MOST) {
                return Math.round(number);
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw new IOException("AWS answered what is no count of calls");
    }
}
