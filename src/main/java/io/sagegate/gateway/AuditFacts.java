package io.sagegate.gateway;

import io.sagegate.api.Response;
import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditEvent.Charge;
import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.audit.Verdict;
import io.sagegate.gateway.CallStage.Guarded;
import io.sagegate.gateway.Settling.Settled;
import io.sagegate.gateway.Stage.Known;
import io.sagegate.gateway.stream.StreamEnd;
import io.sagegate.identity.OidcUser;
import io.sagegate.kit.Sha256;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Decision;
import io.sagegate.reason.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Builds the audit event of a request from the last stage that the request reached.
final class AuditFacts {
    private static final int MAX_PATH = 512;

    private AuditFacts() {}

    /// The attempt event, written before the model is called.
    static AuditEvent attempt(Guarded guarded) {
        return event(
                guarded,
                Phase.ATTEMPT,
                Reason.GRANTED,
                Verdict.ALLOWED,
                Optional.empty(),
                http(guarded.received(), Reason.GRANTED, 0, 0, Optional.empty()),
                Charge.of(guarded.before().reservation().uses(), Optional.empty()));
    }

    /// The completion event of an answer that was sent whole.
    static AuditEvent completion(Settled settled, Outcome outcome, Response response) {
        var hash = response.body().length == 0 ? Optional.<String>empty() : Optional.of(Sha256.hex(response.body()));
        var originalStatus = outcome instanceof Outcome.Refused(var _, var refusal)
                ? refusal.problem().originalStatus()
                : Optional.<Integer>empty();
        return completion(
                settled,
                outcome.reason(),
                originalStatus,
                http(settled.last().received(), outcome.reason(), response.status(), response.body().length, hash));
    }

    /// The completion event of an answer that was streamed.
    static AuditEvent completion(Settled settled, StreamEnd end) {
        var hash = end.bytes() == 0 ? Optional.<String>empty() : Optional.of(end.hash());
        return completion(
                settled,
                end.reason(),
                Optional.empty(),
                http(settled.last().received(), end.reason(), 200, end.bytes(), hash));
    }

    private static AuditEvent completion(
            Settled settled, Reason reason, Optional<Integer> originalStatus, AuditEvent.Http http) {
        var last = settled.last();
        var charge = new Charge(
                settled.limits(),
                settled.late().filter(Usage::isOfTokens).or(() -> tokens(last)),
                cost(settled),
                last.permitted().map(Decision.Permit::tags).orElse(Map.of()));
        return event(last, Phase.COMPLETION, reason, verdict(last, reason), originalStatus, http, charge);
    }

    /// A call from a queue is priced by its estimate. The first to fetch its result is told the difference to what the
    /// call truly used, which may be negative.
    private static Optional<Long> cost(Settled settled) {
        var last = settled.last();
        return switch (last) {
            case AsyncStage.Ticketed ticketed ->
                last.reserved()
                        .flatMap(reserved -> reserved.cost(ticketed.before().usage()));
            case AsyncStage.Fetched fetched ->
                settled.late()
                        .flatMap(used -> Reservation.cost(
                                fetched.before().permit(),
                                used,
                                fetched.before().ticket().cost()));
            case AsyncStage _ -> Optional.empty();
            default -> {
                var usage = Settling.used(last);
                yield last.reserved().flatMap(reserved -> reserved.cost(usage));
            }
        };
    }

    private static Set<String> unfitTags(Stage last) {
        return last.known().map(Known::principal).orElse(null) instanceof OidcUser user
                ? user.tags().unfit()
                : Set.of();
    }

    private static Verdict verdict(Stage last, Reason reason) {
        if (last.isLet()) {
            return Verdict.ALLOWED;
        }
        return reason == Reason.ANSWERED ? Verdict.ANSWERED : Verdict.DENIED;
    }

    /// Tokens that the model states are always recorded. Sizes and estimates are recorded only if a limit counts
    /// them.
    private static Optional<Usage> tokens(Stage last) {
        // A result tells them once, to whoever settles it.
        if (last instanceof AsyncStage.Fetched) {
            return Optional.empty();
        }
        var usage = last.usage();
        var counts = last.reserved().filter(Reservation::countsTokens).isPresent();
        return usage.isOfTokens() || (usage.answered() && counts) ? Optional.of(usage) : Optional.empty();
    }

    private static AuditEvent event(
            Stage last,
            Phase phase,
            Reason reason,
            Verdict verdict,
            Optional<Integer> originalStatus,
            AuditEvent.Http http,
            Charge charge) {
        var received = last.received();
        var traceParent = last.modelSpan().map(received.trace()::traceParent).orElseGet(received::traceParent);
        return new AuditEvent(
                phase,
                received.at(),
                Duration.ofNanos(System.nanoTime() - received.nanos()),
                reason,
                verdict,
                http,
                received.trace().facts(traceParent),
                new AuditEvent.Caller(last.known().map(Known::principal), last.refusedCredential(), unfitTags(last)),
                call(last, originalStatus),
                ruling(last),
                charge,
                received.timings().stages());
    }

    private static AuditEvent.Call call(Stage last, Optional<Integer> originalStatus) {
        var call = last.call();
        return new AuditEvent.Call(
                call.map(Stage.Call::action),
                call.map(Stage.Call::target),
                last.variant(),
                originalStatus,
                last.async());
    }

    private static AuditEvent.Ruling ruling(Stage last) {
        return new AuditEvent.Ruling(
                last.informed().map(informed -> informed.policy().revision()),
                last.permitted().map(permitted -> permitted.grant().id()),
                last.decided().map(Decision::members),
                last.shadowed());
    }

    private static AuditEvent.Http http(
            Received received, Reason reason, int status, long responseBytes, Optional<String> responseHash) {
        var request = received.request();
        return new AuditEvent.Http(
                request.id(),
                request.eventId(),
                request.entry(),
                request.method(),
                reason == Reason.MALFORMED_PATH ? "" : bounded(request.path()),
                request.sourceIp(),
                request.headers().first("user-agent").orElse(""),
                request.body().length,
                received.requestHash(),
                status,
                responseBytes,
                responseHash);
    }

    private static String bounded(String text) {
        return text.substring(0, Math.min(text.length(), MAX_PATH));
    }
}
