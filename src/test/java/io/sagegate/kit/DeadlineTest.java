package io.sagegate.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class DeadlineTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
    private final Deadline inTwoSeconds = Deadline.in(Duration.ofSeconds(2), now::get);

    private void pass(Duration time) {
        now.set(now.get().plus(time));
    }

    @Test
    void whatRemainsShrinksWithTimeAndIsNeverNegative() {
        pass(Duration.ofMillis(500));
        assertThat(inTwoSeconds.remaining()).isEqualTo(Duration.ofMillis(1_500));
        pass(Duration.ofSeconds(5));
        assertThat(inTwoSeconds.remaining()).isZero();
    }

    @Test
    void aDeadlineIsPastAtItsInstant() {
        pass(Duration.ofSeconds(2).minusNanos(1));
        assertThat(inTwoSeconds.isPast()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(inTwoSeconds.isPast()).isTrue();
    }

    @Test
    void aStepGetsNoMoreThanIsLeftOfTheWhole() {
        assertThat(inTwoSeconds.within(Duration.ofSeconds(1)).remaining()).isEqualTo(Duration.ofSeconds(1));
        pass(Duration.ofMillis(1_700));
        assertThat(inTwoSeconds.within(Duration.ofSeconds(1)).remaining()).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void timeThatIsKeptForLaterIsNotSpentBefore() {
        var early = inTwoSeconds.keeping(Duration.ofMillis(300));
        pass(Duration.ofMillis(1_700));
        assertThat(early.isPast()).isTrue();
        assertThat(inTwoSeconds.remaining()).isEqualTo(Duration.ofMillis(300));
    }
}
