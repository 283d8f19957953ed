package io.sagegate.gateway;

import io.sagegate.api.Response;
import io.sagegate.api.Route;
import io.sagegate.async.LargeCalls;
import io.sagegate.async.ObjectStore.Found.Absent;
import io.sagegate.async.ObjectStore.Found.Present;
import io.sagegate.async.ObjectStore.Found.Unreadable;
import io.sagegate.async.Ticket;
import io.sagegate.audit.StageTiming;
import io.sagegate.gateway.AsyncStage.Admitted;
import io.sagegate.gateway.AsyncStage.Allowed;
import io.sagegate.gateway.AsyncStage.Fetched;
import io.sagegate.gateway.AsyncStage.Found;
import io.sagegate.gateway.Stage.Known;
import io.sagegate.gateway.stream.FilterJudge;
import io.sagegate.gateway.stream.ResultStream;
import io.sagegate.http.Headers;
import io.sagegate.inference.FailureText;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Question;
import io.sagegate.policy.Target;
import io.sagegate.reason.Reason;
import io.sagegate.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/// The line of a request for a result: look up the ticket, decide with the grant of now, ask the limits of now, read,
/// filter. Thread-safe.
final class Results {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /// Time kept for filtering, recording and encoding the answer.
    private static final Duration AFTER_READ = Duration.ofMillis(1_500);

    /// The longest pause that a caller is told to make, in seconds.
    private static final long LONGEST_PAUSE = 30;

    private final Optional<LargeCalls> large;
    private final Reserving reserving;
    private final Settling settling;
    private final InstantSource clock;

    Results(Optional<LargeCalls> large, Reserving reserving, Settling settling, InstantSource clock) {
        this.large = large;
        this.reserving = reserving;
        this.settling = settling;
        this.clock = clock;
    }

    /// Serves the request of a known caller.
    Outcome serve(Known known, Route.Result wanted) {
        return large.isEmpty()
                ? Outcome.Refused.at(known, Reason.LARGE_CALLS_OFF)
                : Step.go(known)
                        .then(caller -> find(caller, wanted))
                        .then(this::decide)
                        .then(reserving::admit)
                        .end(admitted -> read(admitted, large.get()));
    }

    /// Another caller's ticket looks like none.
    private Step<Found> find(Known known, Route.Result wanted) {
        if (!ID.matcher(wanted.id()).matches()) {
            return Step.stop(known, Reason.NO_SUCH_CALL);
        }
        Optional<Ticket> kept;
        try {
            kept = large.orElseThrow().tickets().find(wanted.id(), settling.deadline(known));
        } catch (UsageUnavailableException e) {
            known.received().faults().report(e);
            return Step.stop(known, Reason.USAGE_UNAVAILABLE);
        }
        return kept.filter(ticket -> ticket.belongsTo(known.principal(), wanted.endpoint()))
                .map(ticket -> ticket.hasExpired(clock.instant())
                        ? Step.<Found>stop(new Found(known, ticket), Reason.RESULT_GONE)
                        : Step.go(new Found(known, ticket)))
                .orElseGet(() -> Step.stop(known, Reason.NO_SUCH_CALL));
    }

    /// All of the caller's roles must permit the call now, and the role that it was made by must do so by itself:
    /// another role's grant may have another filter.
    private Step<Allowed> decide(Found found) throws PolicyUnavailableException {
        var known = found.before();
        var ticket = found.ticket();
        var question = new Question(
                known.principal(),
                Action.INVOKE_ASYNC,
                Target.ofEndpoint(ticket.endpoint()),
                ticket.facts(found.received().request().sourceIp()),
                clock.instant());
        var roles = known.policy().rolesOf(known.principal());
        var revision = known.policy().revision();
        var own = roles.stream()
                .filter(assignment -> assignment.role().name().equals(ticket.role()))
                .toList();
        return found.received().time(StageTiming.Stage.POLICY, () -> {
            var all = DecisionPoint.decide(question, roles, revision);
            if (all instanceof Decision.Deny deny) {
                return Step.<Allowed>stop(new CallStage.Denied(found, deny), deny.reason());
            }
            return switch (DecisionPoint.decide(question, own, revision)) {
                case Decision.Permit permit -> Step.go(new Allowed(found, permit, all, TraceContext.newId()));
                case Decision.Deny deny -> Step.stop(new CallStage.Denied(found, deny), deny.reason());
            };
        });
    }

    private Outcome read(Admitted admitted, LargeCalls calls) {
        var ticket = admitted.ticket();
        var left = Duration.between(
                        clock.instant(), admitted.received().request().deadline())
                .minus(AFTER_READ);
        if (!left.isPositive()) {
            return Outcome.Refused.at(admitted, Reason.STORE_UNAVAILABLE);
        }
        return switch (calls.objects().read(ticket.output(), left)) {
            case Present object -> answer(admitted, object);
            case Unreadable(var reason) -> Outcome.Refused.at(admitted, reason);
            case Absent _ -> ticket.failure().isEmpty() ? absent(admitted) : failure(admitted, calls, left);
        };
    }

    private static Outcome answer(Admitted admitted, Present object) {
        var ticket = admitted.ticket();
        var body = new ResultStream(object.body(), object.contentType(), ticket.demand(), !ticket.settled());
        var judge = FilterJudge.stream(admitted.permit(), object.contentType());
        return Filtering.result(new Fetched(admitted, body, judge), Headers.of("content-type", object.contentType()));
    }

    /// The container's own words leave only where the grant says so.
    private Outcome failure(Admitted admitted, LargeCalls calls, Duration left) {
        return switch (calls.objects().read(admitted.ticket().failure().orElseThrow(), left)) {
            case Present object -> {
                var permit = admitted.permit();
                var failure = FailureText.failure(object.body());
                var problem = Filtering.problem(
                        failure, permit, permit.grant().obligations().passesErrors());
                yield new Outcome.Refused(admitted, Refusal.of(problem));
            }
            case Unreadable(var reason) -> Outcome.Refused.at(admitted, reason);
            case Absent _ -> absent(admitted);
        };
    }

    private Outcome absent(Admitted admitted) {
        var ticket = admitted.ticket();
        var now = clock.instant();
        if (ticket.settled() || now.isAfter(ticket.due())) {
            return Outcome.Refused.at(admitted, Reason.RESULT_GONE);
        }
        var waited = Duration.between(ticket.made(), now).toSeconds();
        var pause = Math.clamp(waited / 4, 1, LONGEST_PAUSE);
        var body = "{\"InferenceId\":\"" + ticket.id() + "\",\"status\":\"pending\"}";
        var headers = Headers.of(
                "content-type", "application/json", "cache-control", "no-store", "retry-after", Long.toString(pause));
        return new Outcome.Answered(
                admitted, Reason.RESULT_PENDING, new Response(202, headers, body.getBytes(StandardCharsets.UTF_8)));
    }
}
