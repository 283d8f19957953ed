package io.sagegate.gateway;

import io.sagegate.api.OpenAi;
import io.sagegate.api.Problem;
import io.sagegate.api.Request;
import io.sagegate.api.Response;
import io.sagegate.api.StreamedAnswer;
import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.audit.StageTiming;
import io.sagegate.audit.StageTiming.Stage;
import io.sagegate.hash.Sha256;
import io.sagegate.identity.Principal;
import io.sagegate.inference.ModelStream;
import io.sagegate.limits.Admission;
import io.sagegate.limits.LimitStatus;
import io.sagegate.limits.LimitUse;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Target;
import io.sagegate.reason.Reason;
import io.sagegate.trace.CallTrace;
import io.sagegate.trace.SpanId;
import io.sagegate.trace.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What becomes known of one request on its way, for the record. Not thread-safe: one request, one thread.
final class Trail {
    private static final int MAX_PATH = 512;

    private final Request request;
    private final InstantSource clock;
    private final Instant start;
    private final long startNanos = System.nanoTime();
    private final TraceContext trace;
    private final List<StageTiming> stages = new ArrayList<>(5);
    private final Optional<String> requestHash;

    private Reason reason = Reason.INTERNAL_ERROR;
    private String traceParent;
    private Optional<Principal> principal = Optional.empty();
    private Optional<Action> action = Optional.empty();
    private Optional<Target> target = Optional.empty();
    private Optional<Long> revision = Optional.empty();
    private Optional<String> grant = Optional.empty();
    private Optional<String> variant = Optional.empty();
    private Optional<Integer> originalStatus = Optional.empty();
    private Optional<Reservation> reservation = Optional.empty();
    private Usage usage = Usage.NONE;
    private List<LimitUse> limits = List.of();
    private boolean countsTokens;
    private boolean attempted;
    private Optional<Throwable> fault = Optional.empty();
    private Optional<ModelStream> open = Optional.empty();

    Trail(Request request, InstantSource clock) {
        this.request = request;
        this.clock = clock;
        this.start = clock.instant();
        this.trace = TraceContext.of(request.traceHeader(), request.headers());
        this.traceParent = trace.traceParent(SpanId.ofRequest(request.id()));
        this.requestHash = request.body().length == 0 ? Optional.empty() : Optional.of(Sha256.hex(request.body()));
    }

    /// A step that may fail in a way the caller declares.
    @FunctionalInterface
    interface Step<T, E extends Exception> {
        T run() throws E;
    }

    /// Runs a stage and notes how long it took, also when it throws.
    <T, E extends Exception> T time(Stage stage, Step<T, E> step) throws E {
        return time(stage, TraceContext.newId(), step);
    }

    <T, E extends Exception> T time(Stage stage, String spanId, Step<T, E> step) throws E {
        var begun = clock.instant();
        var nanos = System.nanoTime();
        try {
            return step.run();
        } finally {
            stages.add(new StageTiming(stage, spanId, begun, Duration.ofNanos(System.nanoTime() - nanos)));
        }
    }

    /// Begins a stage whose end is somewhere else.
    StageTiming.Running begins(Stage stage, String spanId) {
        return new StageTiming.Running(stage, spanId, clock.instant(), System.nanoTime());
    }

    void ends(StageTiming.Running running) {
        stages.add(running.ended());
    }

    void asks(Action wanted, Target of) {
        action = Optional.of(wanted);
        target = Optional.of(of);
    }

    void identified(Principal caller) {
        principal = Optional.of(caller);
    }

    void read(long policyRevision) {
        revision = Optional.of(policyRevision);
    }

    void permitted(Decision.Permit permit) {
        grant = Optional.of(permit.grant().id());
        target = Optional.of(permit.target());
        reason = Reason.GRANTED;
        limits = List.of();
        usage = Usage.NONE;
        attempted = false;
    }

    /// What has become of the request so far.
    Reason reason() {
        return reason;
    }

    void reserved(Reservation taken) {
        reservation = Optional.of(taken);
        limits = taken.uses();
        countsTokens = taken.countsTokens();
    }

    /// One of the limits has too little left.
    void exceeds(Admission.Refused refused) {
        limits = refused.uses();
    }

    /// What the call has used, as far as is known.
    void used(Usage known) {
        usage = known;
    }

    /// What must be settled, once.
    Optional<Reservation> settles() {
        var open = reservation;
        reservation = Optional.empty();
        return open;
    }

    Usage usage() {
        return usage;
    }

    /// The reservation is settled, and the limits stand so.
    void settled(Reservation reservation, List<LimitStatus> standing) {
        limits = reservation.uses(usage, standing);
    }

    /// What the gateway itself failed of; the first counts.
    void failed(Throwable thrown) {
        fault = fault.or(() -> Optional.of(thrown));
        try {
            open.ifPresent(ModelStream::close);
        } catch (RuntimeException e) {
            Faults.report(request.id(), e);
        }
        open = Optional.empty();
    }

    Optional<Throwable> fault() {
        return fault;
    }

    /// A stream that must not stay open, should anything fail.
    void reads(ModelStream stream) {
        open = Optional.of(stream);
    }

    void answeredBy(Optional<String> productionVariant) {
        variant = productionVariant;
    }

    void failedUpstream(Optional<Integer> status) {
        originalStatus = status;
    }

    Response ends(Problem problem) {
        reason = problem.reason();
        return OpenAi.isPath(request.path()) ? OpenAi.error(problem, request.id()) : problem.response(request.id());
    }

    Response ends(Reason why, Response response) {
        reason = why;
        return response;
    }

    /// What the model is told of the trace.
    CallTrace callsModel(String spanId) {
        traceParent = trace.traceParent(spanId);
        return new CallTrace(request.id(), traceParent, trace.state());
    }

    /// The answer with what finds it again: in the log, and in the traces.
    Response traced(Response response) {
        return new Response(response.status(), response.headers().with(trace.answer(request.id())), response.body());
    }

    StreamedAnswer traced(StreamedAnswer answer) {
        return new StreamedAnswer(
                answer.headers().with(trace.answer(request.id())), answer.body(), answer.framing(), answer.stage());
    }

    /// Whether the call that was permitted last has been made.
    boolean attempted() {
        return attempted;
    }

    AuditEvent attempt() {
        attempted = true;
        return event(Phase.ATTEMPT, 0, 0, Optional.empty());
    }

    /// For an answer that went out in pieces.
    AuditEvent completion(StreamEnd end) {
        reason = end.reason();
        var hash = end.bytes() == 0 ? Optional.<String>empty() : Optional.of(end.hash());
        return event(Phase.COMPLETION, 200, end.bytes(), hash);
    }

    AuditEvent completion(Response response) {
        var hash = response.body().length == 0 ? Optional.<String>empty() : Optional.of(Sha256.hex(response.body()));
        return event(Phase.COMPLETION, response.status(), response.body().length, hash);
    }

    private AuditEvent event(Phase phase, int status, long responseBytes, Optional<String> responseHash) {
        var http = new AuditEvent.Http(
                request.id(),
                request.eventId(),
                request.entry(),
                request.method(),
                reason == Reason.MALFORMED_PATH ? "" : bounded(request.path()),
                request.sourceIp(),
                request.headers().first("user-agent").orElse(""),
                request.body().length,
                requestHash,
                status,
                responseBytes,
                responseHash);
        return new AuditEvent(
                phase,
                start,
                Duration.ofNanos(System.nanoTime() - startNanos),
                reason,
                http,
                trace.facts(traceParent),
                principal,
                action,
                target,
                revision,
                grant,
                variant,
                originalStatus,
                stages,
                limits,
                phase == Phase.COMPLETION ? tokens() : Optional.empty());
    }

    /// Sizes and guesses are told where they count; else they would be told of models that know no tokens.
    private Optional<Usage> tokens() {
        var told = usage.isOfTokens() || (usage.answered() && countsTokens);
        return told ? Optional.of(usage) : Optional.empty();
    }

    private static String bounded(@Nullable String text) {
        return text == null ? "" : text.substring(0, Math.min(text.length(), MAX_PATH));
    }
}
