package io.sagegate.gateway;

import io.sagegate.api.CallHeaders;
import io.sagegate.api.Problem;
import io.sagegate.api.Queueing;
import io.sagegate.async.LargeCalls;
import io.sagegate.async.ObjectPlace;
import io.sagegate.async.Ticket;
import io.sagegate.gateway.AsyncStage.Ticketed;
import io.sagegate.gateway.CallStage.Invoked;
import io.sagegate.inference.QueueResult;
import io.sagegate.limits.Pledge;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.obligation.ResponseRules;
import io.sagegate.reason.Reason;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Makes the ticket of a call that SageMaker has taken. Thread-safe.
final class Ticketing {
    private final Optional<LargeCalls> large;
    private final Settling settling;
    private final InstantSource clock;

    Ticketing(Optional<LargeCalls> large, Settling settling, InstantSource clock) {
        this.large = large;
        this.settling = settling;
        this.clock = clock;
    }

    /// The answer to a queued call. Where a filter is in force nobody is told where the result lies, so without a
    /// ticket there would be no way to it.
    Outcome accept(Invoked invoked, QueueResult.Queued queued) {
        var hidden = !invoked.permit().grant().obligations().response().equals(ResponseRules.NONE);
        var output = ours(queued.outputLocation());
        if (output.isPresent()) {
            return ticketed(invoked, queued, output.get(), hidden);
        }
        if (hidden) {
            var detail = "The endpoint does not write its results under results/ of the gateway's bucket.";
            return new Outcome.Refused(invoked, Refusal.of(Problem.of(Reason.UPSTREAM_ERROR, detail)));
        }
        return new Outcome.Answered(invoked, Reason.GRANTED, Queueing.accepted(queued, Optional.empty(), "", false));
    }

    /// The estimate is charged first. If it cannot be written, the hold gives it back, and the true use must not be
    /// settled against it.
    private Outcome ticketed(Invoked invoked, QueueResult.Queued queued, ObjectPlace output, boolean hidden) {
        var settled = settling.settle(invoked);
        var charged = settled.isWritten() ? invoked.reserved().orElseThrow().pledges() : List.<Pledge>of();
        var ticket = ticket(invoked, charged, output, ours(queued.failureLocation()));
        var stage = new Ticketed(invoked, ticket, settled);
        try {
            large.orElseThrow().tickets().keep(ticket, settling.deadline(invoked));
        } catch (UsageUnavailableException e) {
            invoked.received().faults().report(e);
            return Outcome.Refused.at(stage, Reason.USAGE_UNAVAILABLE);
        }
        var path = "/endpoints/" + ticket.endpoint() + "/async-invocations/";
        return new Outcome.Answered(
                stage, Reason.GRANTED, Queueing.accepted(queued, Optional.of(ticket.id()), path, hidden));
    }

    private Ticket ticket(Invoked invoked, List<Pledge> charged, ObjectPlace output, Optional<ObjectPlace> failure) {
        var permit = invoked.permit();
        var caller = permit.question().principal();
        var facts = permit.question().facts();
        var headers = invoked.invocation().headers();
        var reservation = invoked.reserved().orElseThrow();
        var now = clock.instant();
        return new Ticket(
                headers.first(CallHeaders.INFERENCE_ID).orElseThrow(),
                caller.issuer(),
                caller.subject(),
                permit.target().name(),
                permit.grant().id(),
                permit.revision(),
                invoked.received().request().id(),
                facts.bytes(),
                facts.contentType(),
                output,
                failure,
                reservation.demand(),
                charged,
                reservation.cost(invoked.usage()).orElse(0L),
                now,
                Ticket.due(now, headers.first(CallHeaders.REQUEST_TTL), headers.first(CallHeaders.INVOCATION_TIMEOUT)),
                now.plus(large.orElseThrow().keep()),
                false);
    }

    private Optional<ObjectPlace> ours(Optional<String> location) {
        return large.flatMap(calls -> location.flatMap(ObjectPlace::of).filter(calls::isResult));
    }
}
