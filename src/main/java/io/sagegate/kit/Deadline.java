package io.sagegate.kit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The instant by which a piece of work must be done, however many steps it takes. Each step asks what remains, so
/// that no step spends the time of another.
///
/// @param end the first instant that is too late
/// @param clock tells what the time is
public record Deadline(Instant end, InstantSource clock) {
    /// The deadline that is so far from now.
    public static Deadline in(Duration time, InstantSource clock) {
        return new Deadline(clock.instant().plus(time), clock);
    }

    /// The time that is left; never negative.
    public Duration remaining() {
        var left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    public boolean isPast() {
        return !clock.instant().isBefore(end);
    }

    /// The earlier one of this deadline and the one that is so far from now.
    public Deadline within(Duration time) {
        var other = clock.instant().plus(time);
        return other.isBefore(end) ? new Deadline(other, clock) : this;
    }

    /// This deadline, but so much earlier: the rest is kept for what must follow.
    public Deadline keeping(Duration rest) {
        return new Deadline(end.minus(rest), clock);
    }
}
