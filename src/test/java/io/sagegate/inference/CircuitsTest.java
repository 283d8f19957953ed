package io.sagegate.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.policy.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class CircuitsTest {
    private static final Target TARGET = Target.ofEndpoint("llm");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Circuits circuits = new Circuits(now::get);

    private void fail(int times) {
        for (var i = 0; i < times; i++) {
            circuits.failed(TARGET);
        }
    }

    @Test
    void fewFailuresChangeNothing() {
        fail(Circuits.FAILURES - 1);
        assertThat(circuits.lets(TARGET)).isTrue();
    }

    @Test
    void failuresInARowOpenTheCircuitOfThatTargetOnly() {
        fail(Circuits.FAILURES);
        assertThat(circuits.lets(TARGET)).isFalse();
        assertThat(circuits.lets(Target.ofEndpoint("other"))).isTrue();
    }

    @Test
    void anAnswerBetweenFailuresStartsTheCountAgain() {
        fail(Circuits.FAILURES - 1);
        circuits.answered(TARGET);
        fail(1);
        assertThat(circuits.lets(TARGET)).isTrue();
    }

    @Test
    void aTryThatWasNeverMadeIsLeftToTheNextCall() {
        fail(Circuits.FAILURES);
        now.set(now.get().plus(Circuits.OPEN));
        assertThat(circuits.lets(TARGET)).isTrue();
        circuits.untried(TARGET);
        assertThat(circuits.lets(TARGET)).isTrue();
        assertThat(circuits.lets(TARGET)).isFalse();
        circuits.untried(Target.ofEndpoint("other"));
        assertThat(circuits.lets(Target.ofEndpoint("other"))).isTrue();
    }

    @Test
    void aTryThatWasNeverMadeChangesNothingIfAnotherCallKnowsMore() {
        fail(Circuits.FAILURES);
        now.set(now.get().plus(Circuits.OPEN));
        assertThat(circuits.lets(TARGET)).isTrue();
        circuits.sleeps(TARGET, Duration.ofMinutes(1));
        circuits.untried(TARGET);
        assertThat(circuits.lets(TARGET)).as("it sleeps").isFalse();
    }

    /// The call was let through before the circuit opened, so it was no try.
    @Test
    void aCallThatWasNotMadeDoesNotCloseACircuitThatOpenedMeanwhile() {
        assertThat(circuits.lets(TARGET)).isTrue();
        fail(Circuits.FAILURES);
        circuits.untried(TARGET);
        assertThat(circuits.lets(TARGET)).isFalse();
    }

    @Test
    void afterThePauseOneCallTriesAndDecides() {
        fail(Circuits.FAILURES);
        now.set(now.get().plus(Circuits.OPEN).minus(Duration.ofNanos(1)));
        assertThat(circuits.lets(TARGET)).isFalse();
        now.set(now.get().plus(Duration.ofNanos(1)));
        assertThat(circuits.lets(TARGET)).isTrue();
        assertThat(circuits.lets(TARGET)).isFalse();
        circuits.failed(TARGET);
        assertThat(circuits.lets(TARGET)).isFalse();
        now.set(now.get().plus(Circuits.OPEN));
        assertThat(circuits.lets(TARGET)).isTrue();
        circuits.answered(TARGET);
        assertThat(circuits.lets(TARGET)).isTrue();
    }
}
