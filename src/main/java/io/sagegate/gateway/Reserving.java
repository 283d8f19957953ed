package io.sagegate.gateway;

import io.sagegate.api.CallHeaders;
import io.sagegate.api.CallHeaders.InvalidHeaderException;
import io.sagegate.api.Problem;
import io.sagegate.api.Queueing;
import io.sagegate.api.RateLimits;
import io.sagegate.audit.StageTiming;
import io.sagegate.gateway.Stage.Permitted;
import io.sagegate.gateway.Stage.Reserved;
import io.sagegate.limits.Admission;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.Reservation;
import io.sagegate.policy.Action;
import io.sagegate.reason.Reason;
import io.sagegate.trace.CallTrace;

/// Takes room on every limit for a permitted call. Thread-safe.
final class Reserving {
    private final Limiter limiter;

    Reserving(Limiter limiter) {
        this.limiter = limiter;
    }

    /// Reserves what the call may need, or says which limit refuses it.
    Step<Reserved> reserve(Permitted permitted) throws InvalidHeaderException {
        var request = permitted.request();
        var permit = permitted.permit();
        if (permit.action() == Action.INVOKE_ASYNC) {
            var unfit = Queueing.refusal(permit, request);
            if (unfit.isPresent()) {
                return Step.stop(permitted, Refusal.of(unfit.get()));
            }
        }
        var received = permitted.received();
        var trace = received.trace();
        var headers = CallHeaders.forCall(
                permit,
                request.headers(),
                new CallTrace(request.id(), trace.traceParent(permitted.span()), trace.state()));
        var type = headers.first("content-type").orElse("");
        var admission = received.time(
                StageTiming.Stage.LIMIT,
                () -> limiter.reserve(permit, permitted.principal(), type, request.body(), request.deadline()));
        return switch (admission) {
            case Reservation reservation -> Step.go(new Reserved(permitted, reservation, headers));
            case Admission.Refused refused ->
                Step.stop(permitted, new Refusal(RateLimits.problem(request, refused), refused.uses()));
            case Admission.Uncountable(var detail) ->
                Step.stop(permitted, Refusal.of(Problem.of(Reason.UNCOUNTABLE_BODY, detail)));
            case Admission.Unavailable unavailable -> {
                received.faults().report(unavailable.cause());
                yield Step.stop(permitted, Reason.USAGE_UNAVAILABLE);
            }
        };
    }
}
