package io.sagegate.gateway;

import io.sagegate.api.CallHeaders;
import io.sagegate.api.CallHeaders.InvalidHeaderException;
import io.sagegate.api.Queueing;
import io.sagegate.async.LargeCalls;
import io.sagegate.gateway.Stage.Permitted;
import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Question;
import io.sagegate.policy.Target;
import io.sagegate.reason.Reason;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/// Puts a buffered call into a queue while the model sleeps, where the grant says so. Thread-safe.
final class Waking {
    private final Optional<LargeCalls> large;
    private final Settling settling;
    private final InstantSource clock;

    Waking(Optional<LargeCalls> large, Settling settling, InstantSource clock) {
        this.large = large;
        this.settling = settling;
        this.clock = clock;
    }

    /// Serves a call to an endpoint. The first outcome stands if there is no way into the queue, or looking for one
    /// fails: the reservation of that call must be settled.
    ///
    /// @param call carries one permitted call to its outcome
    Outcome serve(Permitted permitted, Function<Permitted, Outcome> call) {
        var outcome = call.apply(permitted);
        if (outcome.reason() != Reason.ENDPOINT_STARTING || large.isEmpty()) {
            return outcome;
        }
        return switch (Step.go(permitted).then(this::queued)) {
            case Step.Stop<Permitted> _ -> outcome;
            case Step.Go<Permitted>(var queued) -> {
                settling.settle(outcome);
                yield call.apply(queued);
            }
        };
    }

    /// The queue needs a grant of its own: it may have other limits, and another filter.
    private Step<Permitted> queued(Permitted permitted) throws PolicyUnavailableException, InvalidHeaderException {
        var permit = permitted.permit();
        var endpoint = permit.grant().slow().queueOnSleep();
        var fits = permitted.request().body().length <= Queueing.LARGEST_INLINE;
        if (permit.action() != Action.INVOKE || endpoint.isEmpty() || !fits) {
            return Step.stop(permitted, Reason.ENDPOINT_STARTING);
        }
        var known = permitted.before();
        var request = permitted.request();
        var type = CallHeaders.contentType(Action.INVOKE_ASYNC, request.headers());
        var question = new Question(
                known.principal(),
                Action.INVOKE_ASYNC,
                Target.ofEndpoint(endpoint.get()),
                request.facts(Action.INVOKE_ASYNC, type),
                clock.instant());
        var decision = DecisionPoint.decide(
                question,
                known.policy().rolesOf(known.principal()),
                known.policy().revision());
        return decision instanceof Decision.Permit allowed
                ? Step.go(Permitted.of(known, allowed, request, false))
                : Step.stop(permitted, Reason.ENDPOINT_STARTING);
    }
}
