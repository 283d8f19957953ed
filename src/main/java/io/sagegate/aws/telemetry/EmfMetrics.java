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
import software.amazon.cloudwatchlogs.emf.config.EnvironmentConfigurationProvider;
import software.amazon.cloudwatchlogs.emf.environment.Environments;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;
import software.amazon.lambda.powertools.metrics.provider.EmfMetricsProvider;

/// Metrics of each request as one EMF line on stdout, through Powertools; a refusal writes a second line that
/// counts it under its reason, and one that names a limit which is nearly used up. Dimensions are the service's name,
/// reason codes, and roles and limits of the policy, nothing that a caller says.
public final class EmfMetrics implements Telemetry {
    private final Metrics metrics;
    private final String namespace;
    private final String service;
    private final IntSupplier keyFetchFailures;
    private final InstantSource clock;
    private final AtomicBoolean cold = new AtomicBoolean(true);

    /// One request at a time: Powertools gathers its metrics until they are flushed.
    private final ReentrantLock lock = new ReentrantLock();

    /// @param namespace CloudWatch's namespace
    /// @param service the one fixed dimension
    /// @param keyFetchFailures how many fetches of issuers' keys failed since it was last asked
    public EmfMetrics(String namespace, String service, IntSupplier keyFetchFailures, InstantSource clock) {
        this.clock = clock;
        this.keyFetchFailures = keyFetchFailures;
        this.namespace = namespace;
        this.service = service;
        // Elsewhere than in Lambda the EMF library would send metrics to an agent over TCP.
        EnvironmentConfigurationProvider.getConfig().setEnvironmentOverride(Environments.Lambda);
        // Not the factory's, which looks for the request's own metrics, and so for its trace, with each metric.
        metrics = new EmfMetricsProvider().getMetricsInstance();
        metrics.setNamespace(namespace);
        metrics.setDefaultDimensions(DimensionSet.of("Service", service));
    }

    /// The next request counts as a cold start again: after a restore from a snapshot.
    public void restart() {
        cold.set(true);
    }

    @Override
    public void record(AuditEvent event) {
        lock.lock();
        try {
            // Only the last flush drops what Powertools keeps of this request, so the single metric goes first.
            if (isDenial(event)) {
                var dimensions = DimensionSet.of(
                        "Service", service, "Reason", event.reason().code());
                metrics.flushSingleMetric("Denials", 1, MetricUnit.COUNT, namespace, dimensions);
            }
            LimitMetrics.scarce(event).ifPresent(status -> scarce(event, status));
            // Else it would be the time of the flush before.
            metrics.setTimestamp(clock.instant());
            gather(event);
            metrics.flush();
        } catch (RuntimeException ignored) {
            // A metric that cannot be written must not fail the call; the audit line is the record.
        } finally {
            lock.unlock();
        }
    }

    private void scarce(AuditEvent event, LimitStatus status) {
        var grant = event.grant().orElse("");
        var role = grant.substring(0, Math.max(0, grant.lastIndexOf('/')));
        if (!role.isEmpty()) {
            var dimensions = DimensionSet.of(
                    "Service", service, "Role", role, "Limit", status.limit().name());
            metrics.flushSingleMetric(
                    "LimitUsedPercent", LimitMetrics.percent(status), MetricUnit.PERCENT, namespace, dimensions);
        }
    }

    private void gather(AuditEvent event) {
        count("Requests", true);
        count("Denials", isDenial(event));
        count("ModelErrors", event.reason() == Reason.MODEL_ERROR || event.reason() == Reason.MODEL_TIMEOUT);
        count("LimitRejections", event.reason() == Reason.LIMIT_EXCEEDED);
        count("Throttles", event.permitted() && isThrottle(event.reason()));
        count("Faults", event.http().status() >= 500);
        count("ColdStarts", cold.getAndSet(false));
        var failures = keyFetchFailures.getAsInt();
        if (failures > 0) {
            metrics.addMetric("KeyFetchFailures", failures, MetricUnit.COUNT);
        }
        event.usage().ifPresent(usage -> metrics.addMetric("Tokens", (double) usage.tokens(), MetricUnit.COUNT));
        LimitMetrics.used(event)
                .forEach((measure, percent) ->
                        metrics.addMetric(LimitMetrics.name(measure), percent, MetricUnit.PERCENT));
        // A stream takes as long as the model has to say: beside whole answers it would hide how quick those are.
        latency(
                event.action().filter(Action.INVOKE_STREAM::equals).isPresent() ? "StreamLatency" : "Latency",
                event.elapsed());
        event.stageTimes().forEach((stage, time) -> latency(name(stage), time));
    }

    private static boolean isThrottle(Reason reason) {
        return reason == Reason.ENDPOINT_THROTTLED || reason == Reason.MODEL_NOT_READY;
    }

    private static boolean isDenial(AuditEvent event) {
        return event.verdict() == Verdict.DENIED;
    }

    private void count(String name, boolean happened) {
        if (happened) {
            metrics.addMetric(name, 1, MetricUnit.COUNT);
        }
    }

    private void latency(String name, Duration elapsed) {
        metrics.addMetric(name, elapsed.toNanos() / 1e6, MetricUnit.MILLISECONDS);
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
