package io.sagegate.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// A window of hours on some days of the week, on the wall clock of a zone. Its first instant belongs to it, its
/// last does not. If its end is not after its beginning, it goes on past midnight and belongs to the day it began.
///
/// @param to the end of the window; midnight means the end of the day
public record Hours(LocalTime from, LocalTime to, Set<DayOfWeek> days, ZoneId zone) {
    public Hours {
        days = Set.copyOf(days);
    }

    boolean contain(Instant instant) {
        var local = instant.atZone(zone);
        var time = local.toLocalTime();
        var today = days.contains(local.getDayOfWeek());
        if (from.isBefore(to)) {
            return today && !time.isBefore(from) && time.isBefore(to);
        }
        return (today && !time.isBefore(from))
                || (time.isBefore(to) && days.contains(local.getDayOfWeek().minus(1)));
    }

    @Override
    public String toString() {
        var names = days.size() == 7
                ? "every day"
                : days.stream()
                        .sorted()
                        .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
        return "from " + from + " to " + (to.equals(LocalTime.MIDNIGHT) ? "24:00" : to) + " " + zone + ", " + names;
    }
}
