package io.sagegate.limits.usage;

import java.time.Instant;

/// Converts instants to nanoseconds since the epoch. A long holds them until the year 2262.
public final class Nanos {
    private Nanos() {}

    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }
}
