package io.sagegate.gateway;

import io.sagegate.api.Answers;
import io.sagegate.api.Cors;
import io.sagegate.api.Encoder;
import io.sagegate.api.OpenAi;
import io.sagegate.api.RateLimits;
import io.sagegate.api.Request;
import io.sagegate.api.Response;
import io.sagegate.api.Route;
import io.sagegate.api.StreamExit;
import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditLog;
import io.sagegate.audit.StageTiming;
import io.sagegate.audit.Telemetry;
import io.sagegate.gateway.Stage.Asked;
import io.sagegate.gateway.Stage.Attempted;
import io.sagegate.gateway.Stage.Guarded;
import io.sagegate.gateway.Stage.Informed;
import io.sagegate.gateway.Stage.Known;
import io.sagegate.gateway.Stage.Permitted;
import io.sagegate.gateway.Stage.Received;
import io.sagegate.http.Headers;
import io.sagegate.identity.Authentication;
import io.sagegate.identity.Authenticator;
import io.sagegate.identity.Credential;
import io.sagegate.inference.InferenceClient;
import io.sagegate.limits.Limiter;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.PolicyStore;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Question;
import io.sagegate.reason.Reason;
import io.sagegate.trace.TraceContext;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/// The gateway: one straight line from a request to its answer and its record. Thread-safe.
///
/// Every request leaves exactly one completion line in the audit log, written before the answer goes
/// out; a permitted call leaves an attempt line before the model is called.
public final class Gateway {
    private final Authenticator authenticator;
    private final PolicyStore policies;
    private final AuditLog audit;
    private final Telemetry telemetry;
    private final InstantSource clock;
    private final Cors cors;
    private final Reading reading;
    private final Reserving reserving;
    private final Guarding guarding;
    private final Calling calling;
    private final Settling settling;
    private final Failover failover;
    private final Inquiries inquiries;

    public Gateway(
            Authenticator authenticator,
            PolicyStore policies,
            Limiter limiter,
            InferenceClient models,
            AuditLog audit,
            Telemetry telemetry,
            InstantSource clock,
            int maxRequestBytes,
            Cors cors) {
        this.authenticator = authenticator;
        this.policies = policies;
        this.audit = audit;
        this.telemetry = telemetry;
        this.clock = clock;
        this.cors = cors;
        this.reading = new Reading(maxRequestBytes, cors);
        this.reserving = new Reserving(limiter);
        this.guarding = new Guarding(clock);
        this.calling = new Calling(models);
        this.settling = new Settling(limiter, clock);
        this.failover = new Failover(settling, clock);
        this.inquiries = new Inquiries(limiter, clock);
    }

    /// In a copy of a SnapStart snapshot: no two copies may make the same ids.
    public static void restart() {
        TraceContext.restart();
    }

    /// Answers a request, whatever is in it. Throws only when the record cannot be written: then nothing
    /// may be answered.
    public <T> T handle(Request request, Encoder<T> encoder) {
        var received = Received.of(request, clock);
        var outcome = Delivery.whole(line(received));
        var settled = settling.settle(outcome);
        var response = told(settled, outcome);
        var encoded = encoded(received, response, encoder);
        if (encoded.isEmpty()) {
            var failed = received.faults().first().isPresent();
            outcome = Outcome.Refused.at(outcome.last(), failed ? Reason.INTERNAL_ERROR : Reason.RESPONSE_TOO_LARGE);
            response = response(outcome).with(everyAnswer(received));
            encoded = encoder.encode(response);
        }
        record(Record.completion(settled, outcome, response));
        received.faults().rethrowIfFatal();
        return encoded.orElseThrow();
    }

    /// The same for a way out that can send while the model still works. A streamed answer's completion is
    /// recorded when the stream has ended, and before the exit is told so.
    public void handle(Request request, StreamExit exit) throws IOException {
        var received = Received.of(request, clock);
        var outcome = line(received);
        if (outcome instanceof Outcome.Streaming(var _, var answer, var metering)) {
            var traced = answer.with(everyAnswer(received));
            var end =
                    Delivery.send(traced, exit, request.id(), received.faults()).told(metering.failed());
            record(Record.completion(settling.settle(outcome), end));
            if (end.cut()) {
                exit.abort(end.reason().code());
            } else {
                exit.end();
            }
        } else {
            var settled = settling.settle(outcome);
            var response = told(settled, outcome);
            record(Record.completion(settled, outcome, response));
            exit.send(response);
        }
        received.faults().rethrowIfFatal();
    }

    /// The line itself, from a request to its outcome; never throws.
    private Outcome line(Received received) {
        return Step.go(received).then(reading::read).end(this::served);
    }

    private Outcome served(Asked asked) {
        return switch (asked.route()) {
            case Route.Health _ -> new Outcome.Answered(asked, Reason.ANSWERED, Answers.health());
            case Route.Preflight _ ->
                new Outcome.Answered(
                        asked, Reason.ANSWERED, cors.preflight(asked.received().request()));
            case Route.Description _ -> new Outcome.Answered(asked, Reason.ANSWERED, Answers.description());
            case Route.WhoAmI _ -> identified(asked).end(inquiries::whoAmI);
            case Route.Explain _ -> identified(asked).end(inquiries::explain);
            case Route.Models wanted -> identified(asked).end(known -> inquiries.models(known, wanted));
            case Route.OpenAiCall wanted -> identified(asked).end(known -> failover.serve(known, wanted, this::call));
            case Route.Invoke _ -> identified(asked).then(this::decide).end(this::call);
            case Route.Refused refused -> Outcome.Refused.at(asked, refused.reason());
        };
    }

    private Step<Known> identified(Asked asked) {
        return Step.go(asked).then(this::inform).then(this::authenticate);
    }

    /// Every call to a model, however it was asked for, goes this way.
    private Outcome call(Permitted permitted) {
        return Step.go(permitted)
                .then(reserving::reserve)
                .then(guarding::guard)
                .then(this::attempt)
                .then(attempted -> Step.go(calling.invoke(attempted)))
                .end(Filtering::filter);
    }

    private Step<Informed> inform(Asked asked) throws PolicyUnavailableException {
        return Step.go(new Informed(asked, asked.received().time(StageTiming.Stage.POLICY, policies::current)));
    }

    private Step<Known> authenticate(Informed informed) {
        var request = informed.received().request();
        var credential = Credential.of(request.headers(), request.iam());
        var authentication = informed.received()
                .time(
                        StageTiming.Stage.AUTH,
                        () -> authenticator.authenticate(
                                credential, informed.policy().issuers()));
        return switch (authentication) {
            case Authentication.Authenticated(var principal) -> Step.go(new Known(informed, principal));
            case Authentication.Refused refused -> Step.stop(informed, refused.reason());
        };
    }

    private Step<Permitted> decide(Known known) throws PolicyUnavailableException {
        var direct = known.before().before().direct().orElseThrow();
        var policy = known.policy();
        var question = new Question(
                known.principal(), direct.call().action(), direct.call().target(), direct.facts(), clock.instant());
        var decision = known.received()
                .time(
                        StageTiming.Stage.POLICY,
                        () -> DecisionPoint.decide(question, policy.rolesOf(known.principal()), policy.revision()));
        return switch (decision) {
            case Decision.Permit permit ->
                Step.go(Permitted.of(known, permit, known.received().request(), false));
            case Decision.Deny deny -> Step.stop(known, deny.reason());
        };
    }

    private Step<Attempted> attempt(Guarded guarded) {
        audit.write(Record.attempt(guarded));
        return Step.go(new Attempted(guarded));
    }

    /// The response with where its limits stand since, and what finds it in the log and in traces.
    private Response told(Settled settled, Outcome outcome) {
        var received = settled.last().received();
        return RateLimits.told(received.request(), response(outcome), settled.standing())
                .with(everyAnswer(received));
    }

    /// Header fields that every answer carries.
    private Headers everyAnswer(Received received) {
        return received.trace().answer(received.request().id()).with(cors.fields(received.request()));
    }

    private static Response response(Outcome outcome) {
        var request = outcome.last().received().request();
        return switch (outcome) {
            case Outcome.Answered(var _, var _, var response) -> response;
            case Outcome.Refused(var _, var refusal) ->
                OpenAi.isPath(request.path())
                        ? OpenAi.error(refusal.problem(), request.id())
                        : refusal.problem().response(request.id());
            case Outcome.Streaming _ -> throw new IllegalStateException("a streamed answer was to be delivered");
        };
    }

    /// Empty where the way out cannot carry the response, or failed to.
    private static <T> Optional<T> encoded(Received received, Response response, Encoder<T> encoder) {
        try {
            return encoder.encode(response);
        } catch (Throwable e) {
            received.faults().failed(e);
            return Optional.empty();
        }
    }

    private void record(AuditEvent event) {
        audit.write(event);
        telemetry.record(event);
    }
}
