package io.sagegate.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands until it is moved.
public final class TickingClock implements InstantSource {
    private volatile Instant now;

    public TickingClock(String start) {
        now = Instant.parse(start);
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
