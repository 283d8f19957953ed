package io.sagegate.gateway;

import io.sagegate.api.Cors;
import io.sagegate.api.Encoder;
import io.sagegate.api.Request;
import io.sagegate.api.Response;
import io.sagegate.api.Route;
import io.sagegate.api.StreamExit;
import io.sagegate.async.LargeCalls;
import io.sagegate.audit.AuditLog;
import io.sagegate.audit.Telemetry;
import io.sagegate.gateway.Stage.Asked;
import io.sagegate.gateway.Stage.Known;
import io.sagegate.gateway.Stage.Permitted;
import io.sagegate.identity.Authenticator;
import io.sagegate.inference.InferenceClient;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.notices.Teller;
import io.sagegate.policy.PolicyStore;
import io.sagegate.reason.Reason;
import io.sagegate.trace.TraceContext;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/// The gateway: takes one request through all stages to its answer and its audit record. Thread-safe.
///
/// Every request leaves exactly one completion line in the audit log, written before the answer is sent. A permitted
/// call also leaves an attempt line, written before the model is called.
public final class Gateway {
    private final InstantSource clock;
    private final Reading reading;
    private final Identifying identifying;
    private final Deciding deciding;
    private final Reserving reserving;
    private final Guarding guarding;
    private final Calling calling;
    private final Settling settling;
    private final Recording recording;
    private final Telling telling;
    private final Failover failover;
    private final Inquiries inquiries;
    private final Answering answering;
    private final Providing providing;
    private final Filtering filtering;
    private final Waking waking;
    private final Results results;
    private final Uploads uploads;

    /// @param teller tells of limits' thresholds, where there is a bus for it
    /// @param large what results and uploads of asynchronous calls need, where there is a bucket for them
    public Gateway(
            Authenticator authenticator,
            PolicyStore policies,
            Limiter limiter,
            Optional<Teller> teller,
            InferenceClient models,
            AuditLog audit,
            Telemetry telemetry,
            InstantSource clock,
            int maxRequestBytes,
            Cors cors,
            Optional<LargeCalls> large) {
        this.clock = clock;
        this.reading = new Reading(maxRequestBytes, cors);
        this.identifying = new Identifying(authenticator, policies);
        this.providing = new Providing(large, clock);
        this.deciding = new Deciding(providing, clock);
        this.reserving = new Reserving(limiter);
        this.guarding = new Guarding(providing, clock);
        this.calling = new Calling(models);
        this.settling = new Settling(limiter, large, clock);
        this.recording = new Recording(audit, telemetry, clock);
        this.telling = new Telling(teller, clock);
        this.filtering = new Filtering(new Ticketing(large, settling, clock));
        this.waking = new Waking(large, settling, clock);
        this.results = new Results(large, reserving, settling, clock);
        this.uploads = new Uploads(large, reserving, clock);
        this.failover = new Failover(settling, clock);
        this.inquiries = new Inquiries(limiter, clock);
        this.answering = new Answering(cors);
    }

    /// Call this in each copy of a SnapStart snapshot: two copies must not make the same ids.
    public static void restart() {
        TraceContext.restart();
    }

    /// Answers a request, whatever is in it. Throws only when the record cannot be written, or no answer can be
    /// encoded: then nothing is answered.
    public <T> T handle(Request request, Encoder<T> encoder) {
        var received = Received.of(request, clock);
        var outcome = Delivery.whole(line(received));
        var settled = settling.settle(outcome);
        var response = answering.whole(settled, outcome);
        var encoded = encoded(received, response, encoder);
        if (encoded.isEmpty()) {
            var failed = received.faults().first().isPresent();
            outcome = Outcome.Refused.at(outcome.last(), failed ? Reason.INTERNAL_ERROR : Reason.RESPONSE_TOO_LARGE);
            response = answering.plain(outcome);
            encoded = encoded(received, response, encoder);
        }
        recording.completion(settled, outcome, response);
        telling.tell(received);
        received.faults().rethrowIfFatal();
        return encoded.orElseThrow();
    }

    /// Answers a request through an exit that can stream. The completion of a streamed answer is recorded after the
    /// stream has ended and before the exit ends.
    public void handle(Request request, StreamExit exit) throws IOException {
        var received = Received.of(request, clock);
        var outcome = line(received);
        if (outcome instanceof Outcome.Streaming(var _, var answer, var metering)) {
            var streamed = answering.streamed(outcome.last(), answer);
            var end = Delivery.send(streamed, exit, request.id(), received.faults())
                    .told(metering.failed());
            recording.completion(settling.settle(outcome), end);
            if (end.cut()) {
                exit.abort(end.reason().code());
            } else {
                exit.end();
            }
            telling.tell(received);
        } else {
            var settled = settling.settle(outcome);
            var response = answering.whole(settled, outcome);
            recording.completion(settled, outcome, response);
            exit.send(response);
            telling.tell(received);
        }
        received.faults().rethrowIfFatal();
    }

    /// Runs the stages from a request to its outcome. Never throws.
    private Outcome line(Received received) {
        return Step.go(received).then(reading::read).end(this::served);
    }

    private Outcome served(Asked asked) {
        return switch (asked.route()) {
            case Route.Health _, Route.Description _, Route.Preflight _ -> answering.own(asked);
            case Route.WhoAmI _ -> identified(asked).end(inquiries::whoAmI);
            case Route.Explain _ -> identified(asked).end(inquiries::explain);
            case Route.Models wanted -> identified(asked).end(known -> inquiries.models(known, wanted));
            case Route.OpenAiCall wanted -> identified(asked).end(known -> failover.serve(known, wanted, this::call));
            case Route.Result wanted -> identified(asked).end(known -> results.serve(known, wanted));
            case Route.Upload wanted -> identified(asked).end(known -> uploads.serve(known, wanted));
            case Route.Invoke _ ->
                identified(asked).then(deciding::decide).end(permitted -> waking.serve(permitted, this::call));
            case Route.Refused refused -> Outcome.Refused.at(asked, refused.reason());
        };
    }

    private Step<Known> identified(Asked asked) {
        return Step.go(asked).then(identifying::inform).then(identifying::authenticate);
    }

    /// Carries a permitted call to its outcome. Calls by endpoint and calls by model name both come through here.
    private Outcome call(Permitted permitted) {
        return Step.go(permitted)
                .then(providing::provide)
                .then(reserving::reserve)
                .then(guarding::guard)
                .then(recording::attempt)
                .then(attempted -> Step.go(calling.invoke(attempted)))
                .end(filtering::filter);
    }

    /// Encodes the response. Empty if the encoder cannot carry the response, or fails.
    private static <T> Optional<T> encoded(Received received, Response response, Encoder<T> encoder) {
        try {
            return Objects.requireNonNull(encoder.encode(response));
        } catch (Throwable e) {
            received.faults().failed(e);
            return Optional.empty();
        }
    }
}
