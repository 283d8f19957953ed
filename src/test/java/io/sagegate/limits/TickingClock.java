package io.sagegate.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands until it is moved. Tests of the world's usage table need a start that is far ahead: DynamoDB
/// Local deletes items whose time to live is over by the machine's clock.
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
