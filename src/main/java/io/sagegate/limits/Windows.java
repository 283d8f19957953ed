package io.sagegate.limits;

import io.sagegate.policy.Quota.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/// The hours, days and months of the UTC calendar as numbers. Later windows have higher numbers.
public final class Windows {
    private Windows() {}

    /// The number of the window that an instant is in.
    public static long number(Period period, Instant now) {
        return period == Period.MONTH
                ? month(now).getYear() * 12L + month(now).getMonthValue()
                : Math.floorDiv(now.getEpochSecond(), period.length().toSeconds());
    }

    static Instant end(Period period, Instant now) {
        return period == Period.MONTH
                ? month(now).plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.ofEpochSecond(
                        (number(period, now) + 1) * period.length().toSeconds());
    }

    static Instant begin(Period period, Instant now) {
        return period == Period.MONTH
                ? month(now).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.ofEpochSecond(number(period, now) * period.length().toSeconds());
    }

    private static YearMonth month(Instant now) {
        return YearMonth.from(LocalDate.ofInstant(now, ZoneOffset.UTC));
    }
}
