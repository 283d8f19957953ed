package io.sagegate.policy;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Compares scalar values of documents and claims: first by type, then numbers by their value.
public final class Scalars {
    private Scalars() {}

    public static boolean areEqual(Object one, @Nullable Object other) {
        if (one instanceof Number a && other instanceof Number b) {
            return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
        }
        return one.equals(other);
    }

    public static boolean isScalar(@Nullable Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }
}
