package io.sagegate.gateway;

import io.sagegate.api.OpenAi;
import io.sagegate.api.OpenAiRequest;
import io.sagegate.api.Problem;
import io.sagegate.api.Route;
import io.sagegate.api.UnfitBodyException;
import io.sagegate.audit.StageTiming;
import io.sagegate.gateway.Stage.Known;
import io.sagegate.gateway.Stage.Permitted;
import io.sagegate.inference.Circuits;
import io.sagegate.limits.Limiter;
import io.sagegate.policy.Hop;
import io.sagegate.policy.ModelAccess;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.reason.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/// Serves a call by a model's name. Tries the routes that the caller may take, in order, until one is available.
/// Looks at outcomes only. Thread-safe.
final class Failover {
    private final Circuits circuits;
    private final Settling settling;
    private final InstantSource clock;

    Failover(Settling settling, InstantSource clock) {
        this.circuits = new Circuits(clock);
        this.settling = settling;
        this.clock = clock;
    }

    /// Serves the call.
    ///
    /// @param call carries one permitted call through to its outcome
    Outcome serve(Known known, Route.OpenAiCall wanted, Function<Permitted, Outcome> call)
            throws PolicyUnavailableException {
        try {
            return serve(known, OpenAiRequest.read(known.received().request(), wanted.operation()), wanted, call);
        } catch (UnfitBodyException e) {
            var problem = Problem.of(Reason.MALFORMED_BODY, String.valueOf(e.getMessage()));
            return new Outcome.Refused(known, Refusal.of(problem));
        }
    }

    private Outcome serve(Known known, OpenAiRequest asked, Route.OpenAiCall wanted, Function<Permitted, Outcome> call)
            throws PolicyUnavailableException {
        var found = known.received()
                .time(
                        StageTiming.Stage.POLICY,
                        () -> known.access(clock.instant()).find(asked.model(), asked.action(), wanted.operation()));
        return switch (found) {
            case ModelAccess.Found.None none -> new Outcome.Refused(known, Refusal.of(Problem.of(none)));
            case ModelAccess.Found.Routes(var hops, var passesErrors) -> {
                var outcome = inTurn(known, hops, hop -> call.apply(permitted(known, hop, asked, passesErrors)));
                // A failure ends the line where the call ended, so its reservation is settled.
                yield Step.go(outcome.last()).end(_ -> named(asked.model(), outcome));
            }
        };
    }

    private static Permitted permitted(Known known, Hop hop, OpenAiRequest asked, boolean passesErrors) {
        var request = asked.to(hop.route(), known.received().request());
        var permitted = Permitted.of(known, hop.permit(), request, passesErrors);
        return Limiter.asksUsage(hop.permit()) ? permitted.asking(asked.askedUsage()) : permitted;
    }

    /// The answer in the form that OpenAI's clients read, with the model name that the caller asked for.
    private static Outcome named(String model, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Streaming streaming -> events(model, streaming);
            case Outcome.Answered(var last, var reason, var response) ->
                new Outcome.Answered(last, reason, OpenAi.named(response, model));
            case Outcome.Refused refused -> refused;
        };
    }

    private static Outcome events(String model, Outcome.Streaming streaming) {
        try {
            return streaming.with(OpenAi.asEvents(streaming.answer(), model));
        } catch (RuntimeException | Error e) {
            streaming.answer().body().close();
            throw e;
        }
    }

    private Outcome inTurn(Known known, List<Hop> hops, Function<Hop, Outcome> call) {
        for (var i = 0; i < hops.size(); i++) {
            var target = hops.get(i).permit().target();
            var last = i == hops.size() - 1;
            // The last route is tried even if its circuit is open, because no other route is left.
            if (!last && !circuits.lets(target)) {
                continue;
            }
            var outcome = call.apply(hops.get(i));
            if (!isUnavailable(outcome)) {
                if (outcome.last().isLet()) {
                    circuits.answered(target);
                } else if (!last) {
                    circuits.untried(target);
                }
                return outcome;
            }
            switch (outcome.reason()) {
                case ENDPOINT_STARTING -> {
                    var wake = hops.get(i).permit().grant().slow().wakeSeconds();
                    circuits.sleeps(target, Duration.ofSeconds(wake));
                }
                // The role is the grant's, so this says nothing of the target.
                case ROLE_UNAVAILABLE -> circuits.untried(target);
                default -> circuits.failed(target);
            }
            if (last) {
                return outcome;
            }
            settling.settle(outcome);
        }
        return Outcome.Refused.at(known, Reason.NO_SUCH_MODEL);
    }

    /// Whether the target could not serve the call and used nothing for it.
    private static boolean isUnavailable(Outcome outcome) {
        return switch (outcome.reason()) {
            case ENDPOINT_UNAVAILABLE, ENDPOINT_STARTING, MODEL_NOT_READY, ENDPOINT_THROTTLED -> true;
            case ROLE_UNAVAILABLE -> true;
            case MODEL_ERROR ->
                outcome instanceof Outcome.Refused(var _, var refusal)
                        && refusal.problem()
                                .originalStatus()
                                .filter(status -> status == 429 || status == 503)
                                .isPresent();
            default -> false;
        };
    }
}
