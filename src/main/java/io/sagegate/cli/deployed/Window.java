package io.sagegate.cli.deployed;

import java.time.Duration;
import java.time.Instant;

/// A span of time in whole periods of a metric.
public record Window(Instant from, Instant to, Duration period) {
    private static final Duration HOUR = Duration.ofHours(1);

    /// Metrics are there some minutes after the calls.
    private static final Duration LATE = Duration.ofMinutes(5);

    /// Whole hours; whole minutes where the span is shorter than three hours.
    public static Window of(Instant since, Instant now, boolean atOnce) {
        var end = atOnce ? now : now.minus(LATE);
        var period = Duration.between(since, end).compareTo(HOUR.multipliedBy(3)) < 0 ? Duration.ofMinutes(1) : HOUR;
        return new Window(floor(since, period), atOnce ? floor(end, period).plus(period) : floor(end, period), period);
    }

    private static Instant floor(Instant instant, Duration period) {
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), period.toSeconds()) * period.toSeconds());
    }

    public boolean isEmpty() {
        return !from.isBefore(to);
    }
}
