package io.sagegate.gateway;

import io.sagegate.api.Request;
import io.sagegate.audit.AuditEvent.AsyncStep;
import io.sagegate.audit.StageTiming;
import io.sagegate.gateway.stream.Timings;
import io.sagegate.kit.Sha256;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.notices.Crossing;
import io.sagegate.limits.notices.Notice;
import io.sagegate.limits.notices.Occasion;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Shadowed;
import io.sagegate.trace.SpanId;
import io.sagegate.trace.TraceContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The first stage: a request has arrived.
///
/// @param notices grows with the thresholds that the request finds reached; one request runs on one thread
record Received(
        Request request,
        Instant at,
        long nanos,
        TraceContext trace,
        Timings timings,
        Faults faults,
        List<Notice> notices,
        Optional<String> requestHash)
        implements Stage {
    static Received of(Request request, InstantSource clock) {
        return new Received(
                request,
                clock.instant(),
                System.nanoTime(),
                TraceContext.of(request.traceHeader(), request.headers()),
                new Timings(clock),
                new Faults(request.id()),
                new ArrayList<>(0),
                request.body().length == 0 ? Optional.empty() : Optional.of(Sha256.hex(request.body())));
    }

    /// Keeps thresholds that a permitted call has found reached, to be told once the record is written.
    void reached(Decision.Permit permit, List<Crossing> crossings) {
        for (var crossing : crossings) {
            var grant = permit.grant();
            var caller = permit.question().principal();
            notices.add(new Notice(
                    crossing, new Occasion(request.id(), at, caller, grant.id(), grant.role(), grant.endpoint())));
        }
    }

    /// Runs a step and records how long it took.
    <T, E extends Exception> T time(StageTiming.Stage stage, Timings.Timed<T, E> step) throws E {
        return timings.time(stage, step);
    }

    /// The `traceparent` of the gateway's own span.
    String traceParent() {
        return trace.traceParent(SpanId.ofRequest(request.id()));
    }

    @Override
    public Stage before() {
        return this;
    }

    @Override
    public Received received() {
        return this;
    }

    @Override
    public Optional<Stage.Call> call() {
        return Optional.empty();
    }

    @Override
    public Optional<Stage.Informed> informed() {
        return Optional.empty();
    }

    @Override
    public Optional<Stage.Known> known() {
        return Optional.empty();
    }

    @Override
    public Optional<Decision> decided() {
        return Optional.empty();
    }

    @Override
    public List<Shadowed> shadowed() {
        return List.of();
    }

    @Override
    public Optional<Decision.Permit> permitted() {
        return Optional.empty();
    }

    @Override
    public Optional<String> modelSpan() {
        return Optional.empty();
    }

    @Override
    public Optional<Reservation> reserved() {
        return Optional.empty();
    }

    @Override
    public boolean isLet() {
        return false;
    }

    @Override
    public Optional<AsyncStep> async() {
        return Optional.empty();
    }

    @Override
    public Optional<String> variant() {
        return Optional.empty();
    }

    @Override
    public Usage usage() {
        return Usage.NONE;
    }
}
