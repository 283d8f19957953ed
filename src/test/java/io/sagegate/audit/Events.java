package io.sagegate.audit;

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
                principal,
                principal.map(p -> Action.INVOKE),
                principal.map(p -> new Target(
                        "Tumor-xgb",
                        Optional.of("blue"),
                        Optional.of("llama"),
                        Optional.of("m/1.tar.gz"),
                        Optional.empty())),
                principal.map(p -> 7L),
                granted ? Optional.of("clinician/0") : Optional.empty(),
                granted ? Optional.of("blue") : Optional.empty(),
                reason == Reason.MODEL_ERROR ? Optional.of(500) : Optional.empty(),
                List.of(
                        new StageTiming(Stage.AUTH, "00000000000000a1", TIME, Duration.ofNanos(400_000)),
                        new StageTiming(Stage.POLICY, "00000000000000a2", TIME.plusMillis(1), Duration.ofNanos(90_500)),
                        new StageTiming(Stage.MODEL, "00000000000000a4", TIME.plusMillis(2), Duration.ofMillis(15))),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static Verdict verdict(Reason reason, boolean granted) {
        if (granted) {
            return Verdict.ALLOWED;
        }
        return reason == Reason.ANSWERED ? Verdict.ANSWERED : Verdict.DENIED;
    }

    /// The event with another verdict.
    public static AuditEvent judged(AuditEvent event, Verdict verdict) {
        return with(event, verdict, event.stages(), event.limits(), event.usage());
    }

    /// A request whose credential was refused, and what is known of it.
    public static AuditEvent refused(Reason reason, Evidence evidence) {
        var event = event(Phase.COMPLETION, reason, Optional.empty(), http("r", reason.status()));
        return new AuditEvent(
                event.phase(),
                event.time(),
                event.elapsed(),
                event.reason(),
                event.verdict(),
                event.http(),
                event.trace(),
                event.principal(),
                event.action(),
                event.target(),
                event.revision(),
                event.grant(),
                event.variant(),
                event.originalStatus(),
                event.stages(),
                event.limits(),
                event.usage(),
                Optional.of(evidence));
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
        return with(event, stages, event.limits(), event.usage());
    }

    /// The event with limits.
    public static AuditEvent limited(AuditEvent event, LimitUse... uses) {
        return with(event, event.stages(), List.of(uses), event.usage());
    }

    /// The event with tokens.
    public static AuditEvent used(AuditEvent event, Usage usage) {
        return with(event, event.stages(), event.limits(), Optional.of(usage));
    }

    private static AuditEvent with(
            AuditEvent event, List<StageTiming> stages, List<LimitUse> limits, Optional<Usage> usage) {
        return with(event, event.verdict(), stages, limits, usage);
    }

    private static AuditEvent with(
            AuditEvent event, Verdict verdict, List<StageTiming> stages, List<LimitUse> limits, Optional<Usage> usage) {
        return new AuditEvent(
                event.phase(),
                event.time(),
                event.elapsed(),
                event.reason(),
                verdict,
                event.http(),
                event.trace(),
                event.principal(),
                event.action(),
                event.target(),
                event.revision(),
                event.grant(),
                event.variant(),
                event.originalStatus(),
                stages,
                limits,
                usage,
                event.refused());
    }

    /// The event as decided by a revision for a caller with these bound members.
    public static AuditEvent decidedFor(AuditEvent event, List<String> members, long revision) {
        return new AuditEvent(
                event.phase(),
                event.time(),
                event.elapsed(),
                event.reason(),
                event.verdict(),
                event.http(),
                event.trace(),
                event.principal(),
                event.action(),
                event.target(),
                Optional.of(revision),
                event.grant(),
                event.variant(),
                event.originalStatus(),
                event.stages(),
                event.limits(),
                event.usage(),
                event.refused(),
                event.async(),
                event.cost(),
                event.tags(),
                event.shadowed(),
                Optional.of(members),
                event.unfitTags());
    }

    public static AuditEvent attempt(String requestId) {
        return event(Phase.ATTEMPT, Reason.GRANTED, Optional.of(ALICE), http(requestId, 0));
    }

    public static AuditEvent completion(String requestId, Reason reason) {
        return event(Phase.COMPLETION, reason, Optional.of(ALICE), http(requestId, reason.status()));
    }
}
