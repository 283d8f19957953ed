package io.sagegate.gateway;

import io.sagegate.api.CallHeaders.InvalidHeaderException;
import io.sagegate.api.Problem;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.reason.Reason;

/// A step of the line, which leads to the next stage or ends the line. A throwable ends the line at the stage where
/// the step began. Only this class catches throwables on the line.
sealed interface Step<S extends Stage> {
    /// The line continues with the next stage.
    record Go<S extends Stage>(S stage) implements Step<S> {}

    /// The line ends.
    record Stop<S extends Stage>(Outcome outcome) implements Step<S> {}

    /// A function that takes a stage and may fail.
    @FunctionalInterface
    interface From<S extends Stage, T> {
        T take(S stage) throws PolicyUnavailableException, InvalidHeaderException;
    }

    static <S extends Stage> Step<S> go(S stage) {
        return new Go<>(stage);
    }

    static <S extends Stage> Step<S> stop(Stage last, Reason reason) {
        return stop(last, Refusal.of(reason));
    }

    static <S extends Stage> Step<S> stop(Stage last, Refusal refusal) {
        return new Stop<>(new Outcome.Refused(last, refusal));
    }

    /// Takes the next step, unless the line has ended.
    default <N extends Stage> Step<N> then(From<S, Step<N>> next) {
        return switch (this) {
            case Stop<S>(var outcome) -> new Stop<>(outcome);
            case Go<S>(var stage) -> {
                try {
                    yield next.take(stage);
                } catch (Throwable e) {
                    yield stop(stage, refusal(stage, e));
                }
            }
        };
    }

    /// Takes the last step, unless the line has ended.
    default Outcome end(From<S, Outcome> last) {
        return switch (this.then(stage -> new Stop<>(last.take(stage)))) {
            case Stop<?>(var outcome) -> outcome;
            case Go<?> _ -> throw new IllegalStateException("the last step ends the line");
        };
    }

    private static Refusal refusal(Stage stage, Throwable thrown) {
        var faults = stage.received().faults();
        return switch (thrown) {
            case InvalidHeaderException e ->
                Refusal.of(Problem.of(Reason.MALFORMED_HEADER, String.valueOf(e.getMessage())));
            case PolicyUnavailableException e -> {
                faults.report(e);
                yield Refusal.of(Reason.POLICY_UNAVAILABLE);
            }
            default -> {
                faults.failed(thrown);
                yield Refusal.of(Reason.INTERNAL_ERROR);
            }
        };
    }
}
