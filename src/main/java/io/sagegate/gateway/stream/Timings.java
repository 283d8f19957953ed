package io.sagegate.gateway.stream;

import io.sagegate.audit.StageTiming;
import io.sagegate.audit.StageTiming.Stage;
import io.sagegate.trace.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The time that each stage of one request took, in order. Not thread-safe: one request runs on one thread.
public final class Timings {
    private final InstantSource clock;
    private final List<StageTiming> stages = new ArrayList<>(5);

    public Timings(InstantSource clock) {
        this.clock = clock;
    }

    /// A step that may fail with an exception that the caller declares.
    @FunctionalInterface
    public interface Timed<T, E extends Exception> {
        T run() throws E;
    }

    /// Runs a step and records how long it took, even if it throws.
    public <T, E extends Exception> T time(Stage stage, Timed<T, E> step) throws E {
        var running = begin(stage, TraceContext.newId());
        try {
            return step.run();
        } finally {
            running.end();
        }
    }

    /// Begins a stage that is ended by the returned object.
    public Running begin(Stage stage, String spanId) {
        return new Running(stage, spanId, clock.instant(), System.nanoTime());
    }

    /// The stages that have ended.
    public List<StageTiming> stages() {
        return stages;
    }

    /// The time that the model took under a span, in all its stages. Empty where it was not called. That of a stream
    /// ends with the stream, however slowly its caller reads.
    public Optional<Duration> ofModel(String span) {
        var taken = Optional.<Duration>empty();
        for (var timed : stages) {
            if (timed.stage() == Stage.MODEL && timed.spanId().equals(span)) {
                taken = Optional.of(taken.orElse(Duration.ZERO).plus(timed.elapsed()));
            }
        }
        return taken;
    }

    /// A stage that has begun. Only the first call to end it counts.
    public final class Running {
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

        public void end() {
            if (!over) {
                over = true;
                stages.add(new StageTiming(stage, spanId, begun, Duration.ofNanos(System.nanoTime() - nanos)));
            }
        }
    }
}
