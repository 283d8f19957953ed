package io.sagegate.gateway;

import io.sagegate.api.OpenAi;
import io.sagegate.api.OpenAiRequest;
import io.sagegate.api.Problem;
import io.sagegate.api.Route;
import io.sagegate.audit.StageTiming;
import io.sagegate.gateway.Stage.Known;
import io.sagegate.gateway.Stage.Permitted;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.reason.Reason;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/// Serves a call by a model's name: tries the routes that the caller may take, in turn, until one is available. Looks
/// at outcomes only. Thread-safe.
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
    /// @param call carries one permitted call to its outcome
    Outcome serve(Known known, Route.OpenAiCall wanted, Function<Permitted, Outcome> call)
            throws PolicyUnavailableException {
        var request = known.received().request();
        var asked = OpenAiRequest.read(request);
        if (asked.isEmpty()) {
            var problem = Problem.of(Reason.MALFORMED_BODY, "Send a JSON object with \"model\" as application/json.");
            return new Outcome.Refused(known, Refusal.of(problem));
        }
        var hops = known.received()
                .time(
                        StageTiming.Stage.POLICY,
                        () -> ModelAccess.of(known, clock.instant()).hops(asked.get(), wanted.operation()));
        return asEvents(inTurn(
                known,
                hops,
                hop -> call.apply(Permitted.of(known, hop.permit(), asked.get().to(hop.route(), request)))));
    }

    private Outcome inTurn(Known known, List<Hop> hops, Function<Hop, Outcome> call) {
        for (var i = 0; i < hops.size(); i++) {
            var target = hops.get(i).permit().target();
            var last = i == hops.size() - 1;
            // The last route is tried even while its circuit is open: nothing else is left.
            if (!last && !circuits.lets(target)) {
                continue;
            }
            var outcome = call.apply(hops.get(i));
            if (!isUnavailable(outcome.reason())) {
                if (outcome.last().attempted().isPresent()) {
                    circuits.answered(target);
                } else if (!last) {
                    circuits.untried(target);
                }
                return outcome;
            }
            circuits.failed(target);
            if (last) {
                return outcome;
            }
            settling.settle(outcome);
        }
        return Outcome.Refused.at(known, Reason.NO_SUCH_MODEL);
    }

    private static boolean isUnavailable(Reason reason) {
        return reason == Reason.ENDPOINT_UNAVAILABLE || reason == Reason.MODEL_NOT_READY;
    }

    private static Outcome asEvents(Outcome outcome) {
        return outcome instanceof Outcome.Streaming(var last, var answer)
                ? new Outcome.Streaming(last, OpenAi.asEvents(answer))
                : outcome;
    }
}
