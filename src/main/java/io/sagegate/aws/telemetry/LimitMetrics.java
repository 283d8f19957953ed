package io.sagegate.aws.telemetry;

import io.sagegate.audit.AuditEvent;
import io.sagegate.limits.LimitStatus;
import io.sagegate.limits.LimitUse;
import io.sagegate.policy.Quota.Measure;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Metrics of how much of their limits calls have used, in percent.
///
/// Each limited call is measured under one of five names, by the measure of its limit. So the number of metrics does
/// not grow with the policy. A limit that is nearly used up is also measured under its role and name. Both come from
/// the policy, never from a caller, and only roles that run short cost a metric.
final class LimitMetrics {
    /// Percentage from which a limit is measured by itself.
    static final double NEARLY = 80;

    private LimitMetrics() {}

    /// The highest percentage among the call's limits, by measure.
    static Map<Measure, Double> used(AuditEvent event) {
        var used = new EnumMap<Measure, Double>(Measure.class);
        for (var use : event.charge().limits()) {
            use.standing()
                    .filter(status -> status.limit().isEnforced())
                    .ifPresent(status -> used.merge(
                            status.limit().quota().measure(), percent(status), (one, other) -> Math.max(one, other)));
        }
        return used;
    }

    static String name(Measure measure) {
        return switch (measure) {
            case REQUESTS -> "RequestsLimitUsed";
            case TOKENS -> "TokensLimitUsed";
            case KILOBYTES -> "BytesLimitUsed";
            case NANO_DOLLARS -> "BudgetUsed";
            case CALLS -> "ConcurrencyUsed";
        };
    }

    /// The call's scarcest limit, if it is nearly used up.
    static Optional<LimitStatus> scarce(AuditEvent event) {
        return event.charge().limits().stream()
                .map(LimitUse::standing)
                .flatMap(Optional::stream)
                .filter(status -> status.limit().isEnforced())
                .max(Comparator.comparingDouble(LimitMetrics::percent))
                .filter(status -> percent(status) >= NEARLY);
    }

    static double percent(LimitStatus status) {
        return 100.0 * (status.total() - status.remaining()) / Math.max(1, status.total());
    }
}
