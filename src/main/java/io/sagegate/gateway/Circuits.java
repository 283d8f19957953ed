package io.sagegate.gateway;

import io.sagegate.policy.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Remembers which targets were lately unavailable, so that a model name with another way to be served does
/// not wait for them. One execution environment's view; bounded; thread-safe.
final class Circuits {
    /// Failures in a row that open a circuit.
    static final int FAILURES = 3;

    /// How long a circuit stays open; then one call tries the target again.
    static final Duration OPEN = Duration.ofSeconds(10);

    private static final int MAX_TARGETS = 1_000;

    private record Circuit(int failures, Instant retryAt) {}

    private final InstantSource clock;
    private final Map<Target, Circuit> circuits = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Target, Circuit> eldest) {
            return size() > MAX_TARGETS;
        }
    };

    Circuits(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether the target may be called. True once after each pause: that call decides.
    synchronized boolean lets(Target target) {
        var circuit = circuits.get(target);
        if (circuit == null || circuit.failures() < FAILURES) {
            return true;
        }
        var now = clock.instant();
        if (now.isBefore(circuit.retryAt())) {
            return false;
        }
        circuits.put(target, new Circuit(circuit.failures(), now.plus(OPEN)));
        return true;
    }

    synchronized void answered(Target target) {
        circuits.remove(target);
    }

    /// The call that was let through was never made, as when its caller's limit was used up: the next one decides.
    synchronized void untried(Target target) {
        var circuit = circuits.get(target);
        if (circuit != null && circuit.failures() >= FAILURES) {
            circuits.put(target, new Circuit(circuit.failures(), clock.instant()));
        }
    }

    synchronized void failed(Target target) {
        var circuit = circuits.get(target);
        var failures = circuit == null ? 1 : circuit.failures() + 1;
        circuits.put(
                target,
                new Circuit(Math.min(failures, FAILURES), clock.instant().plus(OPEN)));
    }
}
