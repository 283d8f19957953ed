package io.sagegate.gateway;

import io.sagegate.api.CallHeaders.InvalidHeaderException;
import io.sagegate.api.Problem;
import io.sagegate.api.Queueing;
import io.sagegate.async.Input;
import io.sagegate.async.LargeCalls;
import io.sagegate.async.Upload;
import io.sagegate.async.Whole;
import io.sagegate.gateway.AsyncStage.Provided;
import io.sagegate.gateway.Stage.Known;
import io.sagegate.gateway.Stage.Permitted;
import io.sagegate.policy.Action;
import io.sagegate.policy.Facts;
import io.sagegate.policy.Limit;
import io.sagegate.policy.obligation.RequestRules;
import io.sagegate.policy.obligation.ResponseRules;
import io.sagegate.reason.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds out where a call's input is, and reads an upload where a limit or a guard must see it. Thread-safe.
final class Providing {
    /// The largest upload that is read, in bytes: what a function of 1 GB can hold, several times over.
    private static final int LARGEST_READ = 64 * 1_048_576;

    /// Time kept for the call itself once the input was read.
    private static final Duration FOR_CALL = Duration.ofSeconds(5);

    private final Optional<LargeCalls> large;
    private final InstantSource clock;

    Providing(Optional<LargeCalls> large, InstantSource clock) {
        this.large = large;
        this.clock = clock;
    }

    /// The facts of the request, where the caller's own upload tells more.
    Facts facts(Known known, Stage.Call call, Facts facts) throws InvalidHeaderException {
        if (call.action() != Action.INVOKE_ASYNC || large.isEmpty()) {
            return facts;
        }
        return Queueing.location(known.received().request())
                .flatMap(place -> Upload.at(
                        place,
                        large.get().bucket(),
                        known.principal(),
                        call.target().name()))
                .map(upload -> new Facts(facts.sourceIp(), OptionalLong.of(upload.length()), facts.contentType()))
                .orElse(facts);
    }

    /// The input of a permitted call.
    Step<Provided> provide(Permitted permitted) throws InvalidHeaderException {
        var permit = permitted.permit();
        var request = permitted.request();
        if (permit.action() != Action.INVOKE_ASYNC) {
            return Step.go(new Provided(permitted, new Input.Given(request.body())));
        }
        if (large.isEmpty() && !permit.grant().obligations().response().equals(ResponseRules.NONE)) {
            return Step.stop(permitted, Reason.LARGE_CALLS_OFF);
        }
        var unfit = Queueing.refusal(request);
        if (unfit.isPresent()) {
            return Step.stop(permitted, Refusal.of(unfit.get()));
        }
        var location = Queueing.location(request);
        return location.isEmpty()
                ? Step.go(new Provided(permitted, new Input.Given(request.body())))
                : inS3(permitted, location.get());
    }

    private Step<Provided> inS3(Permitted permitted, String location) {
        var permit = permitted.permit();
        if (large.isEmpty() || !Upload.isAmongUploads(location, large.get().bucket())) {
            var unseen = Queueing.unseen(permit, location)
                    .or(() -> unguarded(permit.grant().obligations().request()));
            return unseen.isPresent()
                    ? Step.stop(permitted, Refusal.of(unseen.get()))
                    : Step.go(new Provided(permitted, new Input.Elsewhere()));
        }
        var upload = Upload.at(
                location,
                large.get().bucket(),
                permitted.principal(),
                permit.target().name());
        if (upload.isEmpty()) {
            return Step.stop(permitted, Reason.INPUT_NOT_GRANTED);
        }
        return upload.get().length() > permit.grant().slow().maxUploadBytes()
                ? Step.stop(permitted, Refusal.of(tooLarge(permit.grant().slow().maxUploadBytes())))
                : uploaded(permitted, upload.get());
    }

    private Step<Provided> uploaded(Permitted permitted, Upload upload) {
        var counting = permitted.permit().limits().stream()
                .filter(limit -> limit.quota().goesBySize())
                .toList();
        var unread = Step.go(new Provided(permitted, new Input.Uploaded(upload, Optional.empty())));
        if (counting.isEmpty()) {
            return unread;
        }
        return switch (read(permitted, upload)) {
            case Whole.Bytes(var bytes) ->
                Step.go(new Provided(permitted, new Input.Uploaded(upload, Optional.of(bytes))));
            case Whole.Refused(var reason, var detail) ->
                counting.stream().anyMatch(Limit::isEnforced)
                        ? Step.stop(permitted, Refusal.of(Problem.of(reason, detail)))
                        : unread;
        };
    }

    /// The upload itself, as its name says that it is.
    Whole read(Stage last, Upload upload) {
        var left = Duration.between(clock.instant(), last.received().request().deadline())
                .minus(FOR_CALL);
        return left.isPositive()
                ? Whole.of(upload, large.orElseThrow().objects(), LARGEST_READ, left)
                : new Whole.Refused(Reason.MODEL_TIMEOUT, "No time was left to read the input.");
    }

    private static Optional<Problem> unguarded(RequestRules rules) {
        return rules.readsBodies() && rules.shadow().isEmpty()
                ? Optional.of(Problem.of(
                        Reason.INPUT_NOT_GRANTED,
                        "The grant's guard cannot read input at this place; upload it through the gateway."))
                : Optional.empty();
    }

    static Problem tooLarge(long most) {
        return Problem.of(
                Reason.BODY_TOO_LARGE,
                most == 0 ? "The grant allows no uploads." : "The grant allows uploads of at most " + most + " bytes.");
    }
}
