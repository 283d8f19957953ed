package io.sagegate.gateway;

import io.sagegate.audit.StageTiming;
import io.sagegate.policy.Action;
import java.time.Duration;
import java.util.Optional;

/// The time that the model took for a call: from the request to SageMaker until the end of the answer. That of a stream
/// ends with the stream, however slowly its caller reads.
final class ModelTime {
    private ModelTime() {}

    /// Empty where no model was called, and for a call from a queue, whose time nobody here sees.
    static Optional<Duration> of(Stage last) {
        if (last.call().filter(call -> call.action() == Action.INVOKE_ASYNC).isPresent()) {
            return Optional.empty();
        }
        var span = last.modelSpan();
        Optional<Duration> time = Optional.empty();
        for (var stage : last.received().timings().stages()) {
            if (stage.stage() == StageTiming.Stage.MODEL
                    && span.isPresent()
                    && span.get().equals(stage.spanId())) {
                time = Optional.of(time.orElse(Duration.ZERO).plus(stage.elapsed()));
            }
        }
        return time;
    }
}
