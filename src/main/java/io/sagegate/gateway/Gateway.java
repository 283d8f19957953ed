package io.sagegate.gateway;

import io.sagegate.api.Answer;
import io.sagegate.api.Answers;
import io.sagegate.api.CallHeaders;
import io.sagegate.api.CallHeaders.InvalidHeaderException;
import io.sagegate.api.Encoder;
import io.sagegate.api.Explanations;
import io.sagegate.api.Framing;
import io.sagegate.api.Hypothetical;
import io.sagegate.api.OpenAi;
import io.sagegate.api.OpenAiRequest;
import io.sagegate.api.Problem;
import io.sagegate.api.Queueing;
import io.sagegate.api.RateLimits;
import io.sagegate.api.Request;
import io.sagegate.api.Response;
import io.sagegate.api.Route;
import io.sagegate.api.StreamExit;
import io.sagegate.api.StreamedAnswer;
import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditLog;
import io.sagegate.audit.StageTiming;
import io.sagegate.audit.StageTiming.Stage;
import io.sagegate.audit.Telemetry;
import io.sagegate.filters.FilterException;
import io.sagegate.http.Headers;
import io.sagegate.identity.Authentication;
import io.sagegate.identity.Authenticator;
import io.sagegate.identity.Credential;
import io.sagegate.identity.Principal;
import io.sagegate.inference.InferenceClient;
import io.sagegate.inference.InferenceResult;
import io.sagegate.inference.Invocation;
import io.sagegate.inference.QueueResult;
import io.sagegate.inference.StreamResult;
import io.sagegate.limits.Admission;
import io.sagegate.limits.LimitStatus;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.UsageUnavailableException;
import io.sagegate.limits.tokens.TokenEstimate;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.Policy;
import io.sagegate.policy.PolicyStore;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Question;
import io.sagegate.reason.Reason;
import io.sagegate.trace.TraceContext;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The gateway: one straight line from a request to its answer and its record. Thread-safe.
///
/// Every request leaves exactly one completion line in the audit log, written before the answer goes
/// out; a permitted call leaves an attempt line before the model is called.
public final class Gateway {
    /// SageMaker gives a container 60 s; ten more cover the network.
    private static final Duration LONGEST_CALL = Duration.ofSeconds(70);

    /// SageMaker ends a stream after eight minutes.
    private static final Duration LONGEST_STREAM = Duration.ofMinutes(8).plusSeconds(10);

    /// What filtering, recording and encoding the answer may take.
    private static final Duration AFTER_CALL = Duration.ofMillis(1_500);

    private static final Duration LONGEST_SETTLING = Duration.ofMillis(1_500);

    /// What is kept of the function's time for the record, whatever came before it.
    private static final Duration FOR_RECORD = Duration.ofMillis(300);

    private final Authenticator authenticator;
    private final PolicyStore policies;
    private final Limiter limiter;
    private final InferenceClient models;
    private final AuditLog audit;
    private final Telemetry telemetry;
    private final InstantSource clock;
    private final int maxRequestBytes;
    private final Circuits circuits;

    public Gateway(
            Authenticator authenticator,
            PolicyStore policies,
            Limiter limiter,
            InferenceClient models,
            AuditLog audit,
            Telemetry telemetry,
            InstantSource clock,
            int maxRequestBytes) {
        this.authenticator = authenticator;
        this.policies = policies;
        this.limiter = limiter;
        this.models = models;
        this.audit = audit;
        this.telemetry = telemetry;
        this.clock = clock;
        this.maxRequestBytes = maxRequestBytes;
        this.circuits = new Circuits(clock);
    }

    /// In a copy of a SnapStart snapshot: no two copies may make the same ids.
    public static void restart() {
        TraceContext.restart();
    }

    /// Answers a request, whatever is in it. Throws only when the record cannot be written: then nothing
    /// may be answered.
    public <T> T handle(Request request, Encoder<T> encoder) {
        var trail = new Trail(request, clock);
        var response = trail.traced(settled(whole(guarded(request, trail), request, trail), request, trail));
        var encoded = encoded(response, encoder, request, trail);
        if (encoded.isEmpty()) {
            response = trail.traced(trail.ends(
                    Problem.of(trail.fault().isPresent() ? Reason.INTERNAL_ERROR : Reason.RESPONSE_TOO_LARGE)));
            encoded = encoder.encode(response);
        }
        record(trail.completion(response));
        trail.fault().ifPresent(Faults::rethrowIfFatal);
        return encoded.orElseThrow();
    }

    /// Empty where the way out cannot carry the response, or failed to.
    private static <T> Optional<T> encoded(Response response, Encoder<T> encoder, Request request, Trail trail) {
        try {
            return encoder.encode(response);
        } catch (Throwable e) {
            Faults.report(request.id(), e);
            trail.failed(e);
            return Optional.empty();
        }
    }

    /// The same for a way out that can send while the model still works. A streamed answer's completion is
    /// recorded when the stream has ended, and before the exit is told so.
    public void handle(Request request, StreamExit exit) throws IOException {
        var trail = new Trail(request, clock);
        switch (guarded(request, trail)) {
            case Response whole -> {
                var response = settled(whole, request, trail);
                record(trail.completion(response));
                exit.send(trail.traced(response));
            }
            case StreamedAnswer streamed -> {
                var end = Delivery.send(trail.traced(streamed), exit, request.id(), trail::failed);
                trail.ends(streamed.stage());
                settle(request, trail);
                record(trail.completion(end));
                if (end.cut()) {
                    exit.abort(end.reason().code());
                } else {
                    exit.end();
                }
            }
        }
        trail.fault().ifPresent(Faults::rethrowIfFatal);
    }

    /// The answer tells where its limits stand after all, not what had been set aside.
    private Response settled(Response response, Request request, Trail trail) {
        return RateLimits.told(request, response, settle(request, trail));
    }

    /// Charges what was truly used, whatever became of the call, and says where the limits stand since. Where that
    /// cannot be written, what was set aside comes back by itself.
    private List<LimitStatus> settle(Request request, Trail trail) {
        var open = trail.settles();
        if (open.isEmpty()) {
            return List.of();
        }
        try {
            var standing = limiter.settle(open.get(), trail.usage(), settlingTime(request));
            trail.settled(open.get(), standing);
            return standing;
        } catch (UsageUnavailableException e) {
            Faults.report(request.id(), e);
        } catch (Throwable e) {
            Faults.report(request.id(), e);
            trail.failed(e);
        }
        return open.get().standing();
    }

    /// The record must be out before the function ends, however slow the usage table is.
    private Duration settlingTime(Request request) {
        return shorter(
                LONGEST_SETTLING,
                Duration.between(clock.instant(), request.deadline()).minus(FOR_RECORD));
    }

    private void record(AuditEvent event) {
        audit.write(event);
        telemetry.record(event);
    }

    /// A way out that cannot stream gets the whole answer, or the reason why there is none.
    private static Response whole(Answer answer, Request request, Trail trail) {
        return switch (answer) {
            case Response response -> response;
            case StreamedAnswer streamed -> {
                var answered = Delivery.collect(streamed, request.id(), trail::failed);
                trail.ends(streamed.stage());
                yield switch (answered) {
                    case Delivery.Answered.Whole(var response) -> response;
                    case Delivery.Answered.Refused(var reason) -> trail.ends(Problem.of(reason));
                };
            }
        };
    }

    /// Faults become a bare 500, whatever was thrown; expected refusals never come this way.
    private Answer guarded(Request request, Trail trail) {
        try {
            return answer(request, trail);
        } catch (PolicyUnavailableException e) {
            Faults.report(request.id(), e);
            return trail.ends(Problem.of(Reason.POLICY_UNAVAILABLE));
        } catch (InvalidHeaderException e) {
            return trail.ends(Problem.of(Reason.MALFORMED_HEADER, String.valueOf(e.getMessage())));
        } catch (Throwable e) {
            Faults.report(request.id(), e);
            trail.failed(e);
            return trail.ends(Problem.of(Reason.INTERNAL_ERROR));
        }
    }

    private Answer answer(Request request, Trail trail) throws PolicyUnavailableException, InvalidHeaderException {
        if (request.defect().isPresent()) {
            return trail.ends(Problem.of(request.defect().get()));
        }
        return switch (Route.of(request.method(), request.path())) {
            case Route.Refused refused -> trail.ends(refusal(refused));
            case Route.Health _ -> trail.ends(Reason.ANSWERED, Answers.health());
            case Route.Description _ -> trail.ends(Reason.ANSWERED, Answers.description());
            case Route.WhoAmI _ -> identified(request, trail, (caller, policy) -> whoAmI(caller, policy, trail));
            case Route.Explain _ ->
                identified(request, trail, (caller, policy) -> explain(request, caller, policy, trail));
            case Route.Invoke invoke -> invoke(request, invoke, trail);
            case Route.OpenAiCall wanted -> serve(request, wanted, trail);
            case Route.Models wanted ->
                identified(request, trail, (principal, policy) -> models(request, wanted, principal, policy, trail));
        };
    }

    private Response whoAmI(Principal caller, Policy policy, Trail trail) throws PolicyUnavailableException {
        var assignments = policy.rolesOf(caller);
        try {
            var limits = limiter.peek(caller, assignments);
            return trail.ends(Reason.ANSWERED, Explanations.whoAmI(caller, assignments, policy.revision(), limits));
        } catch (UsageUnavailableException e) {
            return trail.ends(Problem.of(Reason.USAGE_UNAVAILABLE));
        }
    }

    private Response explain(Request request, Principal caller, Policy policy, Trail trail)
            throws PolicyUnavailableException {
        try {
            var question = Hypothetical.of(request.body()).asked(caller, request.sourceIp(), clock.instant());
            var decision = DecisionPoint.decide(question, policy.rolesOf(caller), policy.revision());
            return trail.ends(Reason.ANSWERED, Explanations.decision(decision));
        } catch (Hypothetical.NotUnderstoodException e) {
            return trail.ends(Problem.of(Reason.MALFORMED_BODY, String.valueOf(e.getMessage())));
        }
    }

    private Answer invoke(Request request, Route.Invoke wanted, Trail trail)
            throws PolicyUnavailableException, InvalidHeaderException {
        var unreadable = unreadable(request);
        if (unreadable.isPresent()) {
            return trail.ends(unreadable.get());
        }
        var target = CallHeaders.target(wanted.endpoint(), request.headers());
        var facts = request.facts(wanted.action(), CallHeaders.contentType(wanted.action(), request.headers()));
        trail.asks(wanted.action(), target);
        return identified(request, trail, (principal, policy) -> {
            var decision = trail.time(
                    Stage.POLICY,
                    () -> DecisionPoint.decide(
                            new Question(principal, wanted.action(), target, facts, clock.instant()),
                            policy.rolesOf(principal),
                            policy.revision()));
            return switch (decision) {
                case Decision.Deny deny -> trail.ends(Problem.of(deny.reason()));
                case Decision.Permit permit -> reserve(request, permit, principal, trail);
            };
        });
    }

    private Optional<Problem> unreadable(Request request) {
        if (request.body().length > maxRequestBytes) {
            return Optional.of(Problem.of(
                    Reason.BODY_TOO_LARGE, "At most " + maxRequestBytes + " bytes are accepted in one request."));
        }
        return request.headers().has("content-encoding")
                ? Optional.of(Problem.of(Reason.UNSUPPORTED_MEDIA_TYPE, "Send the body without Content-Encoding."))
                : Optional.empty();
    }

    /// What follows once the caller is known.
    @FunctionalInterface
    private interface Known {
        Answer run(Principal principal, Policy policy) throws PolicyUnavailableException, InvalidHeaderException;
    }

    private Answer identified(Request request, Trail trail, Known next)
            throws PolicyUnavailableException, InvalidHeaderException {
        var policy = trail.time(Stage.POLICY, policies::current);
        trail.read(policy.revision());
        var credential = Credential.of(request.headers(), request.iam());
        return switch (trail.time(Stage.AUTH, () -> authenticator.authenticate(credential, policy.issuers()))) {
            case Authentication.Refused refused -> trail.ends(Problem.of(refused.reason()));
            case Authentication.Authenticated(var principal) -> {
                trail.identified(principal);
                yield next.run(principal, policy);
            }
        };
    }

    /// A call by a model's name: the ways to serve it that the caller may take, in turn, until one is available.
    private Answer serve(Request request, Route.OpenAiCall wanted, Trail trail)
            throws PolicyUnavailableException, InvalidHeaderException {
        var unreadable = unreadable(request);
        if (unreadable.isPresent()) {
            return trail.ends(unreadable.get());
        }
        return identified(request, trail, (principal, policy) -> {
            var asked = OpenAiRequest.read(request);
            if (asked.isEmpty()) {
                return trail.ends(
                        Problem.of(Reason.MALFORMED_BODY, "Send a JSON object with \"model\" as application/json."));
            }
            var hops = trail.time(
                    Stage.POLICY,
                    () -> ModelAccess.of(request, principal, policy, clock.instant())
                            .hops(asked.get(), wanted.operation()));
            for (var i = 0; i < hops.size(); i++) {
                var hop = hops.get(i);
                var last = i == hops.size() - 1;
                // Where nothing else is left, it is tried all the same.
                if (!last && !circuits.lets(hop.permit().target())) {
                    continue;
                }
                trail.asks(hop.permit().action(), hop.permit().target());
                var answer = reserve(asked.get().to(hop.route(), request), hop.permit(), principal, trail);
                if (!isUnavailable(trail.reason())) {
                    if (trail.attempted()) {
                        circuits.answered(hop.permit().target());
                    } else if (!last) {
                        circuits.untried(hop.permit().target());
                    }
                    return OpenAi.asEvents(answer);
                }
                circuits.failed(hop.permit().target());
                if (last) {
                    return answer;
                }
                settle(request, trail);
            }
            return trail.ends(Problem.of(Reason.NO_SUCH_MODEL));
        });
    }

    private static boolean isUnavailable(Reason reason) {
        return reason == Reason.ENDPOINT_UNAVAILABLE || reason == Reason.MODEL_NOT_READY;
    }

    private Answer models(Request request, Route.Models wanted, Principal principal, Policy policy, Trail trail)
            throws PolicyUnavailableException {
        var names = trail.time(
                Stage.POLICY,
                () -> ModelAccess.of(request, principal, policy, clock.instant())
                        .names());
        if (wanted.name().isEmpty()) {
            return trail.ends(Reason.ANSWERED, OpenAi.models(names));
        }
        return names.contains(wanted.name().get())
                ? trail.ends(
                        Reason.ANSWERED, OpenAi.json(OpenAi.model(wanted.name().get())))
                : trail.ends(Problem.of(Reason.NO_SUCH_MODEL));
    }

    private Answer reserve(Request request, Decision.Permit permit, Principal principal, Trail trail)
            throws InvalidHeaderException {
        trail.permitted(permit);
        if (permit.action() == Action.INVOKE_ASYNC) {
            var unfit = Queueing.refusal(permit, request);
            if (unfit.isPresent()) {
                return trail.ends(unfit.get());
            }
        }
        var span = TraceContext.newId();
        var headers = CallHeaders.forCall(permit, request.headers(), trail.callsModel(span));
        var type = headers.first("content-type").orElse("");
        var admission = trail.time(
                Stage.LIMIT, () -> limiter.reserve(permit, principal, type, request.body(), request.deadline()));
        return switch (admission) {
            case Admission.Refused refused -> {
                trail.exceeds(refused);
                yield trail.ends(RateLimits.problem(request, refused));
            }
            case Admission.Uncountable(var detail) -> trail.ends(Problem.of(Reason.UNCOUNTABLE_BODY, detail));
            case Admission.Unavailable unavailable -> {
                Faults.report(request.id(), unavailable.cause());
                yield trail.ends(Problem.of(Reason.USAGE_UNAVAILABLE));
            }
            case Reservation reservation -> {
                trail.reserved(reservation);
                var answer = call(request, reservation, headers, span, trail);
                // A whole answer is told once it is settled; the head of a stream is gone by then.
                yield answer instanceof StreamedAnswer streamed
                        ? RateLimits.told(request, streamed, reservation.standing())
                        : answer;
            }
        };
    }

    private Answer call(Request request, Reservation reservation, Headers headers, String span, Trail trail) {
        var permit = reservation.permit();
        // Only now, since looking through a large body costs more than counting the call.
        var unfit = Filtering.refusal(permit, headers, request.body());
        if (unfit.isPresent()) {
            return trail.ends(unfit.get());
        }
        var timeLeft = Duration.between(clock.instant(), request.deadline()).minus(AFTER_CALL);
        if (timeLeft.isNegative() || timeLeft.isZero()) {
            return trail.ends(Problem.of(Reason.MODEL_TIMEOUT));
        }
        return switch (permit.action()) {
            case INVOKE -> {
                var invocation = new Invocation(request.body(), headers, shorter(timeLeft, LONGEST_CALL));
                attempt(reservation, trail);
                var result = trail.time(Stage.MODEL, span, () -> models.invoke(permit, invocation));
                yield answered(request, permit, result, trail);
            }
            case INVOKE_STREAM -> {
                var invocation = new Invocation(request.body(), headers, shorter(timeLeft, LONGEST_STREAM));
                attempt(reservation, trail);
                var stage = trail.begins(Stage.MODEL, span);
                yield streamed(request, permit, models.stream(permit, invocation), stage, trail);
            }
            case INVOKE_ASYNC -> {
                var invocation = new Invocation(request.body(), headers, shorter(timeLeft, LONGEST_CALL));
                attempt(reservation, trail);
                yield queued(trail.time(Stage.MODEL, span, () -> models.queue(permit, invocation)), trail);
            }
        };
    }

    /// From here on the call counts as having used what it asked for, until more is known.
    private void attempt(Reservation reservation, Trail trail) {
        audit.write(trail.attempt());
        trail.used(reservation.assumed());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Response answered(Request request, Decision.Permit permit, InferenceResult result, Trail trail) {
        return switch (result) {
            case InferenceResult.Answer answer -> {
                trail.answeredBy(answer.variant());
                trail.used(TokenEstimate.usage(request.body(), answer.body()));
                try {
                    var body = trail.time(Stage.FILTER, () -> Filtering.whole(permit, answer.headers(), answer.body()));
                    yield new Response(200, Filtering.headers(permit, answer.headers()), body);
                } catch (FilterException e) {
                    yield trail.ends(Problem.of(Reason.FILTER_FAILED, e.getMessage() + "."));
                }
            }
            case InferenceResult.Failure failure -> failed(failure, trail);
        };
    }

    private static Answer streamed(
            Request request, Decision.Permit permit, StreamResult result, StageTiming.Running stage, Trail trail) {
        return switch (result) {
            case StreamResult.Begun begun -> {
                trail.answeredBy(begun.variant());
                var metered = new MeteredStream(begun.body(), begun.headers(), request.body(), trail::used);
                trail.reads(metered);
                try {
                    var headers = Filtering.headers(permit, begun.headers());
                    yield new StreamedAnswer(
                            headers,
                            Filtering.stream(permit, begun.headers(), metered),
                            Framing.of(request.headers(), headers),
                            stage);
                } catch (FilterException e) {
                    metered.close();
                    trail.ends(stage);
                    yield trail.ends(Problem.of(Reason.FILTER_FAILED, e.getMessage() + "."));
                }
            }
            case InferenceResult.Failure failure -> {
                trail.ends(stage);
                yield failed(failure, trail);
            }
        };
    }

    private static Response queued(QueueResult result, Trail trail) {
        return switch (result) {
            case QueueResult.Queued queued -> Queueing.accepted(queued);
            case InferenceResult.Failure failure -> failed(failure, trail);
        };
    }

    private static Response failed(InferenceResult.Failure failure, Trail trail) {
        trail.failedUpstream(failure.originalStatus());
        if (isUnused(failure)) {
            trail.used(Usage.NONE);
        }
        return trail.ends(upstream(failure));
    }

    /// Whether the call surely cost the model nothing: what is given back for any other failure would be a way to
    /// use the model for free.
    private static boolean isUnused(InferenceResult.Failure failure) {
        return switch (failure.reason()) {
            case ENDPOINT_THROTTLED,
                    ENDPOINT_UNAVAILABLE,
                    MODEL_NOT_READY,
                    REJECTED_BY_SAGEMAKER,
                    GATEWAY_NOT_PERMITTED,
                    ROLE_UNAVAILABLE -> true;
            // The container looked at the request and would not have it.
            case MODEL_ERROR ->
                failure.originalStatus()
                        .filter(status -> status >= 400 && status < 500)
                        .isPresent();
            default -> false;
        };
    }

    private static Problem refusal(Route.Refused refused) {
        var problem = Problem.of(refused.reason());
        return refused.allow().isEmpty() ? problem : problem.with("allow", String.join(", ", refused.allow()));
    }

    private static Problem upstream(InferenceResult.Failure failure) {
        var headers = switch (failure.reason()) {
            case ENDPOINT_THROTTLED -> Headers.of("retry-after", "1");
            case MODEL_NOT_READY -> Headers.of("retry-after", "10");
            default -> Headers.none();
        };
        return new Problem(failure.reason(), Optional.empty(), failure.originalStatus(), headers);
    }
}
