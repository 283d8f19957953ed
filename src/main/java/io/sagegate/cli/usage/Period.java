package io.sagegate.cli.usage;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/// A stretch of time.
///
/// @param until the first instant after it
record Period(Instant from, Instant until) {
    /// From the first line to the last.
    static final Period ALL = new Period(Instant.EPOCH, Instant.MAX);

    static Period month(String text) throws CommandFailedException {
        try {
            var month = YearMonth.parse(text);
            return new Period(
                    month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
                    month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException e) {
            throw new CommandFailedException(Exit.USAGE, "--month takes a month such as 2026-11, not " + text + ".");
        }
    }

    boolean isAll() {
        return equals(ALL);
    }

    boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(until);
    }
}
