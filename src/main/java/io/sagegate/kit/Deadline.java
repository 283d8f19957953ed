package io.sagegate.kit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The instant by which a piece of work must be done, whatever its number of steps. Each step asks how much time
/// remains, so no step spends the time of another.
///
/// @param end the first instant that is too late
/// @param clock gives the current time
public record Deadline(Instant end, InstantSource clock) {
    /// Makes the deadline that is the given time from now.
    public static Deadline in(Duration time, InstantSource clock) {
        return new Deadline(clock.instant().plus(time), clock);
    }

    /// The time that remains; never negative.
    public Duration remaining() {
        var left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    public boolean isPast() {
        return !clock.instant().isBefore(end);
    }

    /// Returns the earlier of this deadline and the one that is the given time from now.
    public Deadline within(Duration time) {
        var other = clock.instant().plus(time);
        return other.isBefore(end) ? new Deadline(other, clock) : this;
    }

    /// Returns a deadline that is earlier by `rest`, which is kept for the work that must follow.
    public Deadline keeping(Duration rest) {
        return new Deadline(end.minus(rest), clock);
    }
}
