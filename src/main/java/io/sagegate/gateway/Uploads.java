package io.sagegate.gateway;

import io.sagegate.api.Problem;
import io.sagegate.api.Route;
import io.sagegate.api.UploadRequest;
import io.sagegate.async.Input;
import io.sagegate.async.LargeCalls;
import io.sagegate.async.ObjectStore;
import io.sagegate.async.Upload;
import io.sagegate.audit.StageTiming;
import io.sagegate.gateway.AsyncStage.Offered;
import io.sagegate.gateway.AsyncStage.Provided;
import io.sagegate.gateway.Stage.Known;
import io.sagegate.gateway.Stage.Permitted;
import io.sagegate.gateway.Stage.Reserved;
import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Question;
import io.sagegate.policy.Target;
import io.sagegate.reason.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The line of a request for a place to upload to: decide as if the call itself was made, ask the limits, sign.
/// Thread-safe.
final class Uploads {
    /// Long enough to begin to send, short enough to be worth nothing later.
    private static final Duration LIFE = Duration.ofMinutes(5);

    private static final byte[] NOTHING = {};

    private final Optional<LargeCalls> large;
    private final Reserving reserving;
    private final InstantSource clock;

    Uploads(Optional<LargeCalls> large, Reserving reserving, InstantSource clock) {
        this.large = large;
        this.reserving = reserving;
        this.clock = clock;
    }

    /// Serves the request of a known caller.
    Outcome serve(Known known, Route.Upload wanted) throws PolicyUnavailableException {
        if (large.isEmpty()) {
            return Outcome.Refused.at(known, Reason.LARGE_CALLS_OFF);
        }
        var asked = UploadRequest.of(known.received().request().body());
        if (asked.isEmpty()) {
            var problem = Problem.of(
                    Reason.MALFORMED_BODY,
                    "Send a JSON object with contentType, length in bytes, and sha256 of the content in lower-case"
                            + " hex.");
            return new Outcome.Refused(known, Refusal.of(problem));
        }
        return Step.go(known)
                .then(caller -> decide(caller, wanted, asked.get()))
                .then(reserving::offer)
                .end(reserved -> offer(reserved, asked.get(), large.get()));
    }

    private Step<Provided> decide(Known known, Route.Upload wanted, UploadRequest asked)
            throws PolicyUnavailableException {
        var request = known.received().request();
        var question = new Question(
                known.principal(),
                Action.INVOKE_ASYNC,
                Target.ofEndpoint(wanted.endpoint()),
                asked.facts(request.sourceIp()),
                clock.instant());
        var decision = known.received()
                .time(
                        StageTiming.Stage.POLICY,
                        () -> DecisionPoint.decide(
                                question,
                                known.policy().rolesOf(known.principal()),
                                known.policy().revision()));
        return switch (decision) {
            case Decision.Deny deny -> Step.stop(new CallStage.Denied(known, deny), deny.reason());
            case Decision.Permit permit -> {
                var permitted = Permitted.of(known, permit, request, false);
                var most = permit.grant().slow().maxUploadBytes();
                yield asked.length() > most
                        ? Step.stop(permitted, Refusal.of(Providing.tooLarge(most)))
                        : Step.go(new Provided(permitted, new Input.Given(NOTHING)));
            }
        };
    }

    private static Outcome offer(Reserved reserved, UploadRequest asked, LargeCalls calls) {
        var permitted = reserved.permission();
        var upload = Upload.of(
                calls.bucket(),
                permitted.principal(),
                permitted.permit().target().name(),
                asked.length(),
                asked.contentType(),
                asked.sha256());
        return calls.objects()
                .permission(upload, LIFE)
                .map(permission -> offered(reserved, upload, permission))
                .orElseGet(() -> Outcome.Refused.at(reserved, Reason.STORE_UNAVAILABLE));
    }

    private static Outcome offered(Reserved reserved, Upload upload, ObjectStore.Permission permission) {
        return new Outcome.Answered(
                new Offered(reserved, upload),
                Reason.GRANTED,
                UploadRequest.offered(
                        permission.address().toString(),
                        permission.fields(),
                        upload.place().location(),
                        LIFE.toSeconds()));
    }
}
