package io.sagegate.identity;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// The value that a claim of a token must have, compared by its JSON type first.
///
/// The JSON value `true` is not the text `"true"`: an issuer that writes one never means the other.
public sealed interface RequiredClaim {
    /// Whether a claim has this value; an absent claim has none.
    boolean isMetBy(@Nullable Object claim);

    /// Exactly this text.
    record Text(String value) implements RequiredClaim {
        @Override
        public boolean isMetBy(@Nullable Object claim) {
            return value.equals(claim);
        }
    }

    /// Exactly the JSON value `true` or `false`.
    record Flag(boolean value) implements RequiredClaim {
        @Override
        public boolean isMetBy(@Nullable Object claim) {
            return claim instanceof Boolean flag && flag == value;
        }
    }

    /// A JSON number of this value, however it is written: 1 and 1.0 are the same number.
    record Numeric(BigDecimal value) implements RequiredClaim {
        public Numeric {
            value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        }

        @Override
        public boolean isMetBy(@Nullable Object claim) {
            return claim instanceof Number number && value.compareTo(new BigDecimal(number.toString())) == 0;
        }
    }

    /// Any text but the empty one.
    record AnyText() implements RequiredClaim {
        @Override
        public boolean isMetBy(@Nullable Object claim) {
            return claim instanceof String text && !text.isEmpty();
        }
    }
}
