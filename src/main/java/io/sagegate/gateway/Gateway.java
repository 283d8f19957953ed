package io.sagegate.gateway;

import io.sagegate.audit.AuditLog;
import io.sagegate.audit.StageTiming.Stage;
import io.sagegate.audit.Telemetry;
import io.sagegate.gateway.CallHeaders.InvalidHeaderException;
import io.sagegate.http.Headers;
import io.sagegate.identity.Authentication;
import io.sagegate.identity.Authenticator;
import io.sagegate.identity.Credential;
import io.sagegate.inference.InferenceClient;
import io.sagegate.inference.InferenceResult;
import io.sagegate.inference.Invocation;
import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.PolicyStore;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.reason.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The gateway: one straight line from a request to its answer and its record. Thread-safe.
///
/// Every request leaves exactly one completion line in the audit log, written before the answer goes
/// out; a permitted call leaves an attempt line before the model is called.
public final class Gateway {
    /// SageMaker gives a container 60 s; ten more cover the network.
    private static final Duration LONGEST_CALL = Duration.ofSeconds(70);

    /// What filtering, recording and encoding the answer may take.
    private static final Duration AFTER_CALL = Duration.ofMillis(1_500);

    private final Authenticator authenticator;
    private final PolicyStore policies;
    private final InferenceClient models;
    private final AuditLog audit;
    private final Telemetry telemetry;
    private final InstantSource clock;
    private final int maxRequestBytes;

    public Gateway(
            Authenticator authenticator,
            PolicyStore policies,
            InferenceClient models,
            AuditLog audit,
            Telemetry telemetry,
            InstantSource clock,
            int maxRequestBytes) {
        this.authenticator = authenticator;
        this.policies = policies;
        this.models = models;
        this.audit = audit;
        this.telemetry = telemetry;
        this.clock = clock;
        this.maxRequestBytes = maxRequestBytes;
    }

    /// Answers a request, whatever is in it. Throws only when the record cannot be written: then nothing
    /// may be answered.
    public <T> T handle(Request request, Encoder<T> encoder) {
        var trail = new Trail(request, clock);
        var response = guarded(request, trail);
        var encoded = encoder.encode(response);
        if (encoded.isEmpty()) {
            response = trail.ends(Problem.of(Reason.RESPONSE_TOO_LARGE));
            encoded = encoder.encode(response);
        }
        var event = trail.completion(response);
        audit.write(event);
        telemetry.record(event);
        return encoded.orElseThrow();
    }

    /// The one catch: faults become a bare 500; expected refusals never come this way.
    private Response guarded(Request request, Trail trail) {
        try {
            return answer(request, trail);
        } catch (PolicyUnavailableException e) {
            Faults.report(request.id(), e);
            return trail.ends(Problem.of(Reason.POLICY_UNAVAILABLE).with("retry-after", "1"));
        } catch (InvalidHeaderException e) {
            return trail.ends(Problem.of(Reason.MALFORMED_HEADER, String.valueOf(e.getMessage())));
        } catch (RuntimeException | StackOverflowError e) {
            Faults.report(request.id(), e);
            return trail.ends(Problem.of(Reason.INTERNAL_ERROR));
        }
    }

    private Response answer(Request request, Trail trail) throws PolicyUnavailableException, InvalidHeaderException {
        if (request.defect().isPresent()) {
            return trail.ends(Problem.of(request.defect().get()));
        }
        return switch (Route.of(request.method(), request.path())) {
            case Route.Refused refused -> trail.ends(refusal(refused));
            case Route.Health _ -> trail.ends(Reason.ANSWERED, Answers.health());
            case Route.Description _ -> trail.ends(Reason.ANSWERED, Answers.description());
            case Route.Invoke invoke -> invoke(request, invoke.endpoint(), trail);
        };
    }

    private Response invoke(Request request, String endpoint, Trail trail)
            throws PolicyUnavailableException, InvalidHeaderException {
        if (request.body().length > maxRequestBytes) {
            return trail.ends(Problem.of(
                    Reason.BODY_TOO_LARGE, "At most " + maxRequestBytes + " bytes are accepted in one request."));
        }
        if (request.headers().has("content-encoding")) {
            return trail.ends(Problem.of(Reason.UNSUPPORTED_MEDIA_TYPE, "Send the body without Content-Encoding."));
        }
        var target = CallHeaders.target(endpoint, request.headers());
        trail.asks(Action.INVOKE, target);

        var policy = trail.time(Stage.POLICY, policies::current);
        trail.read(policy.revision());
        var credential = Credential.of(request.headers(), request.iam());
        return switch (trail.time(Stage.AUTH, () -> authenticator.authenticate(credential, policy.issuers()))) {
            case Authentication.Refused refused -> trail.ends(Problem.of(refused.reason()));
            case Authentication.Authenticated(var principal) -> {
                trail.identified(principal);
                var decision = trail.time(
                        Stage.POLICY,
                        () -> DecisionPoint.decide(
                                Action.INVOKE, target, policy.rolesOf(principal), policy.revision()));
                yield switch (decision) {
                    case Decision.Deny deny -> trail.ends(Problem.of(deny.reason()));
                    case Decision.Permit permit -> call(request, permit, trail);
                };
            }
        };
    }

    private Response call(Request request, Decision.Permit permit, Trail trail) throws InvalidHeaderException {
        trail.permitted(permit);
        var timeLeft = Duration.between(clock.instant(), request.deadline()).minus(AFTER_CALL);
        if (timeLeft.isNegative() || timeLeft.isZero()) {
            return trail.ends(Problem.of(Reason.MODEL_TIMEOUT));
        }
        var span = TraceContext.newId();
        var headers = CallHeaders.forCall(permit, request.headers(), request.id(), trail.callsModel(span));
        var timeout = timeLeft.compareTo(LONGEST_CALL) < 0 ? timeLeft : LONGEST_CALL;
        audit.write(trail.attempt());
        var result = trail.time(
                Stage.MODEL, span, () -> models.invoke(permit, new Invocation(request.body(), headers, timeout)));
        return switch (result) {
            case InferenceResult.Answer answer -> {
                trail.answeredBy(answer.variant());
                yield new Response(200, answer.headers().with("x-request-id", request.id()), answer.body());
            }
            case InferenceResult.Failure failure -> {
                trail.failedUpstream(failure.originalStatus());
                yield trail.ends(upstream(failure));
            }
        };
    }

    private static Problem refusal(Route.Refused refused) {
        var problem = Problem.of(refused.reason());
        return refused.allow().isEmpty() ? problem : problem.with("allow", String.join(", ", refused.allow()));
    }

    private static Problem upstream(InferenceResult.Failure failure) {
        var headers = switch (failure.reason()) {
            case ENDPOINT_THROTTLED, ENDPOINT_UNAVAILABLE -> Headers.of("retry-after", "1");
            case MODEL_NOT_READY -> Headers.of("retry-after", "10");
            default -> Headers.none();
        };
        return new Problem(failure.reason(), Optional.empty(), failure.originalStatus(), headers);
    }
}
