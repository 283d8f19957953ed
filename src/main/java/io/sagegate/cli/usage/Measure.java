package io.sagegate.cli.usage;

import io.sagegate.cli.console.Console;
import java.util.List;

/// The measure of bars: dollars where any were spent, else calls.
enum Measure {
    USD,
    CALLS;

    static Measure of(List<Groups.Row> rows) {
        return rows.stream().anyMatch(row -> row.totals().usd().signum() > 0) ? USD : CALLS;
    }

    /// For drawing only: a double is not exact.
    double of(Groups.Row row) {
        return this == USD ? row.totals().usd().doubleValue() : row.totals().calls();
    }

    String text(Groups.Row row) {
        return this == USD
                ? row.totals().dollars() + " USD"
                : Console.many(row.totals().calls(), "call");
    }
}
