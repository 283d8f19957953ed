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

/// Metrics of each request as one EMF line on stdout, written straight, as the audit line is; a refusal writes a second
/// line that counts it under its reason, and one that names a limit which is nearly used up. Dimensions are the
/// service's
/// name, reason codes, and roles and limits of the policy, nothing that a caller says. Thread-safe.
public final class EmfMetrics implements Telemetry {
    private final String namespace;
    private final String service;
    private final IntSupplier keyFetchFailures;
    private final InstantSource clock;
    private final AtomicBoolean cold = new AtomicBoolean(true);

    /// One line after the other.
    private final ReentrantLock lock = new ReentrantLock();

    /// @param namespace CloudWatch's namespace
    /// @param service the one fixed dimension
    /// @param keyFetchFailures how many fetches of issuers' keys failed since it was last asked
    public EmfMetrics(String namespace, String service, IntSupplier keyFetchFailures, InstantSource clock) {
        this.clock = clock;
        this.keyFetchFailures = keyFetchFailures;
        this.namespace = namespace;
        this.service = service;
    }

    /// The next request counts as a cold start again: after a restore from a snapshot.
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
            // A metric that cannot be written must not fail the call; the audit line is the record.
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
        var grant = event.grant().orElse("");
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
        count(line, "ColdStarts", cold.getAndSet(false));
        var failures = keyFetchFailures.getAsInt();
        if (failures > 0) {
            line.count("KeyFetchFailures", failures);
        }
        event.usage().ifPresent(usage -> line.count("Tokens", usage.tokens()));
        LimitMetrics.used(event).forEach((measure, percent) -> line.percent(LimitMetrics.name(measure), percent));
        // A stream takes as long as the model has to say: beside whole answers it would hide how quick those are.
        latency(
                line,
                event.action().filter(Action.INVOKE_STREAM::equals).isPresent() ? "StreamLatency" : "Latency",
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
