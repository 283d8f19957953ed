package io.sagegate.api;

import io.sagegate.policy.Quota;
import java.math.BigDecimal;
import java.util.Locale;

/// Formats the amounts of limits in units that a person reads. Money is counted in billionths of a dollar. Header
/// fields, which hold whole numbers only, state cents; sentences state dollars.
final class ReadableAmounts {
    /// Billionths of a dollar in a cent.
    private static final long NANOS_PER_CENT = 10_000_000L;

    private static final int NANO_DIGITS = 9;

    private ReadableAmounts() {}

    /// The unit of [#whole].
    static String unit(Quota.Measure measure) {
        return measure == Quota.Measure.NANO_DOLLARS
                ? "usd-cents"
                : measure.unit().replace('_', '-');
    }

    /// The amount in whole units, rounded down, so that it promises no more than there is.
    static long whole(Quota.Measure measure, long amount) {
        return measure == Quota.Measure.NANO_DOLLARS ? amount / NANOS_PER_CENT : amount;
    }

    /// An amount in a sentence, such as `300 tokens` or `0.5 USD`.
    static String amount(Quota.Measure measure, long amount) {
        if (measure == Quota.Measure.NANO_DOLLARS) {
            return BigDecimal.valueOf(amount, NANO_DIGITS).stripTrailingZeros().toPlainString() + " USD";
        }
        return amount + " " + measure.unit().replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
