package io.sagegate.aws.telemetry;

import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.StageTiming.Stage;
import io.sagegate.audit.Telemetry;
import io.sagegate.audit.Verdict;
import io.sagegate.limits.LimitStatus;
import io.sagegate.policy.Action;
import io.sagegate.reason.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/// Writes the metrics of each request as one EMF line to stdout, without buffering. A refusal adds a line that counts
/// it under its reason. A limit that is nearly used up adds a line that names it. Dimensions are the service's name,
/// reason codes, and roles and limits of the policy, but nothing that a caller sends. Thread-safe.
public final class EmfMetrics implements Telemetry {
    private final String namespace;
    private final String service;
    private final IntSupplier keyFetchFailures;
    private final InstantSource clock;
    private final AtomicBoolean cold = new AtomicBoolean(true);

    /// Held while a line is written, so that lines do not mix.
    private final ReentrantLock lock = new ReentrantLock();

    /// @param namespace CloudWatch's namespace
    /// @param service the value of the only fixed dimension
    /// @param keyFetchFailures how many fetches of issuers' keys failed since the last call
    public EmfMetrics(String namespace, String service, IntSupplier keyFetchFailures, InstantSource clock) {
        this.clock = clock;
        this.keyFetchFailures = keyFetchFailures;
        this.namespace = namespace;
        this.service = service;
    }

    /// Counts the next request as a cold start again. Call this after a restore from a snapshot.
    public void restart() {
        cold.set(true);
    }

    @Override
    public void record(AuditEvent event) {
        try {
            if (isDenial(event)) {
                write(line().under("Reason", event.reason().code()).count("Denials", 1));
            }
            LimitMetrics.scarce(event).ifPresent(status -> scarce(event, status));
            write(gathered(event));
        } catch (RuntimeException ignored) {
            // A metric that cannot be written must not fail the call. The audit line is the record.
        }
    }

    private EmfLine line() {
        return new EmfLine(namespace, clock.instant()).under("Service", service);
    }

    private void write(EmfLine line) {
        var bytes = line.bytes();
        lock.lock();
        try {
            System.out.write(bytes, 0, bytes.length);
            System.out.flush();
        } finally {
            lock.unlock();
        }
    }

    private void scarce(AuditEvent event, LimitStatus status) {
        var grant = event.ruling().grant().orElse("");
        var role = grant.substring(0, Math.max(0, grant.lastIndexOf('/')));
        if (!role.isEmpty()) {
            write(line().under("Role", role)
                    .under("Limit", status.limit().name())
                    .percent("LimitUsedPercent", LimitMetrics.percent(status)));
        }
    }

    private EmfLine gathered(AuditEvent event) {
        var line = line().count("Requests", 1);
        count(line, "Denials", isDenial(event));
        count(line, "ModelErrors", event.reason() == Reason.MODEL_ERROR || event.reason() == Reason.MODEL_TIMEOUT);
        count(line, "LimitRejections", event.reason() == Reason.LIMIT_EXCEEDED);
        count(line, "Throttles", event.permitted() && isThrottle(event.reason()));
        count(line, "Faults", event.http().status() >= 500);
        count(line, "ShadowRefusals", event.isRefusedInShadow());
        count(line, "ShadowChanges", event.isChangedInShadow());
        count(line, "ColdStarts", cold.getAndSet(false));
        var failures = keyFetchFailures.getAsInt();
        if (failures > 0) {
            line.count("KeyFetchFailures", failures);
        }
        event.charge().usage().ifPresent(usage -> line.count("Tokens", usage.tokens()));
        LimitMetrics.used(event).forEach((measure, percent) -> line.percent(LimitMetrics.name(measure), percent));
        // A stream lasts as long as the model writes. Among whole answers it would hide how quick those are.
        latency(
                line,
                event.call().action().filter(Action.INVOKE_STREAM::equals).isPresent() ? "StreamLatency" : "Latency",
                event.elapsed());
        event.stageTimes().forEach((stage, time) -> latency(line, name(stage), time));
        return line;
    }

    private static boolean isThrottle(Reason reason) {
        return reason == Reason.ENDPOINT_THROTTLED || reason == Reason.MODEL_NOT_READY;
    }

    private static boolean isDenial(AuditEvent event) {
        return event.verdict() == Verdict.DENIED;
    }

    private static void count(EmfLine line, String name, boolean happened) {
        if (happened) {
            line.count(name, 1);
        }
    }

    private static void latency(EmfLine line, String name, Duration elapsed) {
        line.millis(name, elapsed.toNanos() / 1e6);
    }

    private static String name(Stage stage) {
        return switch (stage) {
            case AUTH -> "AuthLatency";
            case POLICY -> "PolicyLatency";
            case LIMIT -> "LimitLatency";
            case MODEL -> "ModelLatency";
            case FILTER -> "FilterLatency";
        };
    }
}
