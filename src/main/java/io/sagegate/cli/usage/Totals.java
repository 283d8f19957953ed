package io.sagegate.cli.usage;

import java.math.BigDecimal;

/// Sums over calls.
///
/// @param calls all of them, refused ones too
/// @param usd exact, to the billionth
record Totals(long calls, long refusals, long input, long cached, long output, BigDecimal usd) {
    static final Totals NONE = new Totals(0, 0, 0, 0, 0, BigDecimal.ZERO);

    /// Digits after the point of a dollar: prices and charges are whole billionths.
    private static final int DIGITS = 9;

    static Totals of(Call call) {
        return new Totals(
                1,
                call.refused() ? 1 : 0,
                call.amounts().input(),
                call.amounts().cached(),
                call.amounts().output(),
                BigDecimal.valueOf(call.amounts().nanoDollars(), DIGITS));
    }

    Totals plus(Totals more) {
        return new Totals(
                calls + more.calls,
                refusals + more.refusals,
                input + more.input,
                cached + more.cached,
                output + more.output,
                usd.add(more.usd));
    }

    /// The sum in full, such as `12.5` or `0.000000001`.
    String dollars() {
        return usd.signum() == 0 ? "0" : usd.stripTrailingZeros().toPlainString();
    }
}
