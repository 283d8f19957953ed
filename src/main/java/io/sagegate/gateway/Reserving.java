package io.sagegate.gateway;

import io.sagegate.api.CallHeaders;
import io.sagegate.api.CallHeaders.InvalidHeaderException;
import io.sagegate.api.Problem;
import io.sagegate.api.RateLimits;
import io.sagegate.async.Input;
import io.sagegate.audit.StageTiming;
import io.sagegate.gateway.AsyncStage.Admitted;
import io.sagegate.gateway.AsyncStage.Allowed;
import io.sagegate.gateway.AsyncStage.Provided;
import io.sagegate.gateway.Stage.Reserved;
import io.sagegate.http.Headers;
import io.sagegate.limits.Admission;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.policy.Decision;
import io.sagegate.reason.Reason;
import io.sagegate.trace.CallTrace;
import java.util.function.Function;

/// Takes the call's amount from every limit of a permitted call. Thread-safe.
final class Reserving {
    private final Limiter limiter;

    Reserving(Limiter limiter) {
        this.limiter = limiter;
    }

    /// Reserves what the call may need, or says which limit refuses it.
    Step<Reserved> reserve(Provided provided) throws InvalidHeaderException {
        var permitted = provided.before();
        var request = permitted.request();
        var permit = permitted.permit();
        var received = permitted.received();
        var trace = received.trace();
        var headers = CallHeaders.forCall(
                permit,
                request.headers(),
                new CallTrace(request.id(), trace.traceParent(permitted.span()), trace.state()));
        var admission = received.time(
                StageTiming.Stage.LIMIT,
                () -> admission(provided, headers.first("content-type").orElse("")));
        return step(permitted, permit, admission, reservation -> new Reserved(provided, reservation, headers));
    }

    private Admission admission(Provided provided, String type) {
        var permit = provided.before().permit();
        var caller = provided.before().principal();
        var deadline = provided.before().request().deadline();
        return switch (provided.input()) {
            case Input.Given(var bytes) -> limiter.reserve(permit, caller, type, bytes, deadline);
            case Input.Elsewhere _ -> limiter.reserve(permit, caller, Demand.ofSize(0), deadline);
            case Input.Uploaded(var object, var bytes) ->
                bytes.isPresent()
                        ? limiter.reserve(permit, caller, type, bytes.get(), deadline)
                        : limiter.reserve(permit, caller, Demand.ofSize(object.length()), deadline);
        };
    }

    /// Reserves what making a place for an input needs: a request.
    Step<Reserved> offer(Provided provided) {
        var permitted = provided.before();
        var deadline = permitted.request().deadline();
        return step(
                permitted,
                permitted.permit(),
                permitted
                        .received()
                        .time(
                                StageTiming.Stage.LIMIT,
                                () -> limiter.revisit(permitted.permit(), permitted.principal(), deadline)),
                reservation -> new Reserved(provided, reservation, Headers.none()));
    }

    /// Reserves what asking for a result needs.
    Step<Admitted> admit(Allowed allowed) {
        var received = allowed.received();
        var caller = allowed.permit().question().principal();
        var admission = received.time(
                StageTiming.Stage.LIMIT,
                () -> limiter.revisit(
                        allowed.permit(), caller, received.request().deadline()));
        return step(allowed, allowed.permit(), admission, reservation -> new Admitted(allowed, reservation));
    }

    private static <S extends Stage> Step<S> step(
            Stage last, Decision.Permit permit, Admission admission, Function<Reservation, S> admitted) {
        var received = last.received();
        return switch (admission) {
            case Reservation reservation -> {
                received.reached(permit, reservation.crossings());
                yield Step.go(admitted.apply(reservation));
            }
            case Admission.Refused refused -> {
                received.reached(permit, refused.crossings());
                yield Step.stop(last, new Refusal(RateLimits.problem(received.request(), refused), refused.uses()));
            }
            case Admission.Uncountable(var detail) ->
                Step.stop(last, Refusal.of(Problem.of(Reason.UNCOUNTABLE_BODY, detail)));
            case Admission.Unavailable unavailable -> {
                received.faults().report(unavailable.cause());
                yield Step.stop(last, Reason.USAGE_UNAVAILABLE);
            }
        };
    }
}
