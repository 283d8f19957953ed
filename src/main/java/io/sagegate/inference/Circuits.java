package io.sagegate.inference;

import io.sagegate.kit.BoundedCache;
import io.sagegate.policy.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Circuit breakers: remembers the targets that were recently unavailable. A call by a model's name then skips them
/// if another route can serve it. Holds for one execution environment; bounded; thread-safe.
public final class Circuits {
    /// Failures in a row that open a circuit. A single failure opens none, since it may be chance.
    public static final int FAILURES = 3;

    /// How long a circuit stays open, in seconds. After that, one call tries the target again.
    public static final Duration OPEN = Duration.ofSeconds(10);

    private static final int MAX_TARGETS = 1_000;

    /// @param tried whether a call was let through after the pause, and its outcome is not known yet
    private record Circuit(int failures, Instant retryAt, boolean tried) {
        private static final Circuit CLOSED = new Circuit(0, Instant.MIN, false);
    }

    private final InstantSource clock;
    private final BoundedCache<Target, Circuit> circuits = BoundedCache.of(MAX_TARGETS);

    public Circuits(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether the target may be called. Returns true once after each pause: the outcome of that call decides.
    public synchronized boolean lets(Target target) {
        var circuit = circuits.get(target).orElse(Circuit.CLOSED);
        if (circuit.failures() < FAILURES) {
            return true;
        }
        var now = clock.instant();
        if (now.isBefore(circuit.retryAt())) {
            return false;
        }
        circuits.put(target, new Circuit(circuit.failures(), now.plus(OPEN), true));
        return true;
    }

    public synchronized void answered(Target target) {
        circuits.remove(target);
    }

    /// Records that the call which was let through was not made, for example because a limit refused it. The next
    /// call decides instead, unless another outcome is known meanwhile.
    public synchronized void untried(Target target) {
        var circuit = circuits.get(target).orElse(Circuit.CLOSED);
        if (circuit.tried()) {
            circuits.put(target, new Circuit(circuit.failures(), clock.instant(), false));
        }
    }

    /// The model sleeps: one call is enough to know, and nobody needs to ask again before it is awake.
    public synchronized void sleeps(Target target, Duration wake) {
        circuits.put(target, new Circuit(FAILURES, clock.instant().plus(wake), false));
    }

    public synchronized void failed(Target target) {
        var circuit = circuits.get(target).orElse(Circuit.CLOSED);
        var failures = Math.min(circuit.failures() + 1, FAILURES);
        circuits.put(target, new Circuit(failures, clock.instant().plus(OPEN), false));
    }
}
