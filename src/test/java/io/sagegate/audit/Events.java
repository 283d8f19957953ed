package io.sagegate.audit;

import io.sagegate.audit.AuditEvent.Charge;
import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.audit.StageTiming.Stage;
import io.sagegate.identity.ApiClient;
import io.sagegate.identity.Evidence;
import io.sagegate.identity.IamIdentity;
import io.sagegate.identity.OidcUser;
import io.sagegate.identity.Principal;
import io.sagegate.limits.LimitStatus;
import io.sagegate.limits.LimitUse;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Action;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Quota;
import io.sagegate.policy.Target;
import io.sagegate.reason.Reason;
import io.sagegate.trace.TraceFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Audit events for tests.
public final class Events {
    public static final Instant TIME = Instant.parse("2026-11-23T10:15:30.123Z");
    public static final String ROOT = "1-5759e988-bd862e3fe1be46a994272793";
    public static final String PARENT = "53995c3f42cd8ad8";
    public static final Principal ALICE = new OidcUser(
            "okta", "https://issuer.example", "alice", List.of("clinicians"), Optional.of("jti-1"), Map.of());
    public static final Principal BATCH = new IamIdentity(
            "arn:aws:iam::111122223333:role/BatchScorer",
            "111122223333",
            Optional.of("nightly"),
            Optional.of("AKIAIOSFODNN7EXAMPLE"),
            Optional.of("us-east-1:cognito"));
    public static final Principal KEY = new ApiClient("batch-scorer", "k7Qx");

    private Events() {}

    public static AuditEvent.Http http(String requestId, int status) {
        return new AuditEvent.Http(
                requestId,
                Optional.of("event-" + requestId),
                "function-url",
                "POST",
                "/endpoints/tumor-xgb/invocations",
                "203.0.113.7",
                "curl/8.9.1",
                312,
                Optional.of("ab".repeat(32)),
                status,
                status == 0 ? 0 : 42,
                status == 0 ? Optional.empty() : Optional.of("cd".repeat(32)));
    }

    public static AuditEvent event(Phase phase, Reason reason, Optional<Principal> principal, AuditEvent.Http http) {
        var granted = reason == Reason.GRANTED || reason == Reason.MODEL_ERROR || reason == Reason.MODEL_TIMEOUT;
        return new AuditEvent(
                phase,
                TIME,
                Duration.ofMillis(17),
                reason,
                verdict(reason, granted),
                http,
                new TraceFacts(ROOT, PARENT, true, "00-5759e988bd862e3fe1be46a994272793-00f067aa0ba902b7-01"),
                new AuditEvent.Caller(principal, Optional.empty(), Set.of()),
                new AuditEvent.Call(
                        principal.map(p -> Action.INVOKE),
                        principal.map(p -> new Target(
                                "Tumor-xgb",
                                Optional.of("blue"),
                                Optional.of("llama"),
                                Optional.of("m/1.tar.gz"),
                                Optional.empty())),
                        granted ? Optional.of("blue") : Optional.empty(),
                        reason == Reason.MODEL_ERROR ? Optional.of(500) : Optional.empty(),
                        Optional.empty()),
                new AuditEvent.Ruling(
                        principal.map(p -> 7L),
                        granted ? Optional.of("clinician/0") : Optional.empty(),
                        Optional.empty(),
                        List.of()),
                Charge.of(List.of(), Optional.empty()),
                List.of(
                        new StageTiming(Stage.AUTH, "00000000000000a1", TIME, Duration.ofNanos(400_000)),
                        new StageTiming(Stage.POLICY, "00000000000000a2", TIME.plusMillis(1), Duration.ofNanos(90_500)),
                        new StageTiming(Stage.MODEL, "00000000000000a4", TIME.plusMillis(2), Duration.ofMillis(15))));
    }

    private static Verdict verdict(Reason reason, boolean granted) {
        if (granted) {
            return Verdict.ALLOWED;
        }
        return reason == Reason.ANSWERED ? Verdict.ANSWERED : Verdict.DENIED;
    }

    /// The event with another verdict.
    public static AuditEvent judged(AuditEvent event, Verdict verdict) {
        return with(
                event,
                verdict,
                event.trace(),
                event.caller(),
                event.call(),
                event.ruling(),
                event.charge(),
                event.stages());
    }

    /// The event with another trace.
    public static AuditEvent traced(AuditEvent event, TraceFacts trace) {
        return with(
                event,
                event.verdict(),
                trace,
                event.caller(),
                event.call(),
                event.ruling(),
                event.charge(),
                event.stages());
    }

    /// The event of a call.
    public static AuditEvent of(AuditEvent event, AuditEvent.Call call) {
        return with(
                event,
                event.verdict(),
                event.trace(),
                event.caller(),
                call,
                event.ruling(),
                event.charge(),
                event.stages());
    }

    /// A request whose credential was refused, and what is known of it.
    public static AuditEvent refused(Reason reason, Evidence evidence) {
        var event = event(Phase.COMPLETION, reason, Optional.empty(), http("r", reason.status()));
        var caller = new AuditEvent.Caller(Optional.empty(), Optional.of(evidence), Set.of());
        return with(
                event,
                event.verdict(),
                event.trace(),
                caller,
                event.call(),
                event.ruling(),
                event.charge(),
                event.stages());
    }

    /// A use of 100 requests per minute for the whole role.
    public static LimitUse use(String text, long charged, long left) {
        var quota = new Quota.Rate(Quota.Measure.REQUESTS, 100, Quota.Period.MINUTE, 100);
        var limit = new Limit(text, quota, Limit.Scope.ROLE, 0, false, false);
        return use(limit, charged, 100, left);
    }

    public static LimitUse use(Limit limit, long charged, long total, long left) {
        var status = new LimitStatus(limit, total, left, Optional.of(Duration.ofMillis(1_800)));
        return new LimitUse(limit, charged, true, false, Optional.of(status));
    }

    /// As the gateway makes them: policy is read before the caller is known, and decides after.
    public static AuditEvent withPolicyReadFirst(AuditEvent event) {
        var stages = new ArrayList<>(event.stages());
        stages.addFirst(new StageTiming(Stage.POLICY, "00000000000000a0", TIME, Duration.ofNanos(10_000)));
        return with(
                event,
                event.verdict(),
                event.trace(),
                event.caller(),
                event.call(),
                event.ruling(),
                event.charge(),
                stages);
    }

    /// The event with limits.
    public static AuditEvent limited(AuditEvent event, LimitUse... uses) {
        return charged(event, Charge.of(List.of(uses), event.charge().usage()));
    }

    /// The event with tokens.
    public static AuditEvent used(AuditEvent event, Usage usage) {
        return charged(event, Charge.of(event.charge().limits(), Optional.of(usage)));
    }

    /// The event with what it cost, and to whom it is reckoned.
    public static AuditEvent billed(AuditEvent event, long nanoDollars, Map<String, String> tags) {
        var charge = event.charge();
        return charged(event, new Charge(charge.limits(), charge.usage(), Optional.of(nanoDollars), tags));
    }

    private static AuditEvent charged(AuditEvent event, Charge charge) {
        return with(
                event,
                event.verdict(),
                event.trace(),
                event.caller(),
                event.call(),
                event.ruling(),
                charge,
                event.stages());
    }

    /// The event as decided by a revision for a caller with these bound members.
    public static AuditEvent decidedFor(AuditEvent event, List<String> members, long revision) {
        var was = event.ruling();
        var ruling = new AuditEvent.Ruling(Optional.of(revision), was.grant(), Optional.of(members), was.shadowed());
        return with(
                event,
                event.verdict(),
                event.trace(),
                event.caller(),
                event.call(),
                ruling,
                event.charge(),
                event.stages());
    }

    private static AuditEvent with(
            AuditEvent event,
            Verdict verdict,
            TraceFacts trace,
            AuditEvent.Caller caller,
            AuditEvent.Call call,
            AuditEvent.Ruling ruling,
            Charge charge,
            List<StageTiming> stages) {
        return new AuditEvent(
                event.phase(),
                event.time(),
                event.elapsed(),
                event.reason(),
                verdict,
                event.http(),
                trace,
                caller,
                call,
                ruling,
                charge,
                stages);
    }

    public static AuditEvent attempt(String requestId) {
        return event(Phase.ATTEMPT, Reason.GRANTED, Optional.of(ALICE), http(requestId, 0));
    }

    public static AuditEvent completion(String requestId, Reason reason) {
        return event(Phase.COMPLETION, reason, Optional.of(ALICE), http(requestId, reason.status()));
    }
}
