package io.sagegate.gateway;

import io.sagegate.audit.StageTiming;
import io.sagegate.audit.StageTiming.Stage;
import io.sagegate.trace.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// How long each stage of one request took, in order. Not thread-safe: one request, one thread.
final class Timings {
    private final InstantSource clock;
    private final List<StageTiming> stages = new ArrayList<>(5);

    Timings(InstantSource clock) {
        this.clock = clock;
    }

    /// A step that may fail in a way the caller declares.
    @FunctionalInterface
    interface Timed<T, E extends Exception> {
        T run() throws E;
    }

    /// Runs a step and notes how long it took, also when it throws.
    <T, E extends Exception> T time(Stage stage, Timed<T, E> step) throws E {
        var running = begin(stage, TraceContext.newId());
        try {
            return step.run();
        } finally {
            running.end();
        }
    }

    /// Begins a stage whose end is somewhere else.
    Running begin(Stage stage, String spanId) {
        return new Running(stage, spanId, clock.instant(), System.nanoTime());
    }

    /// The stages that are over.
    List<StageTiming> stages() {
        return stages;
    }

    /// A stage that has begun. Only its first end counts.
    final class Running {
        private final Stage stage;
        private final String spanId;
        private final Instant begun;
        private final long nanos;
        private boolean over;

        private Running(Stage stage, String spanId, Instant begun, long nanos) {
            this.stage = stage;
            this.spanId = spanId;
            this.begun = begun;
            this.nanos = nanos;
        }

        void end() {
            if (!over) {
                over = true;
                stages.add(new StageTiming(stage, spanId, begun, Duration.ofNanos(System.nanoTime() - nanos)));
            }
        }
    }
}
