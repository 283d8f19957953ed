package io.sagegate.aws.telemetry;

import io.sagegate.audit.AuditEvent;
import io.sagegate.limits.LimitStatus;
import io.sagegate.policy.Quota.Measure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
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
        for (var status : enforced(event)) {
            used.merge(status.limit().quota().measure(), percent(status), (one, other) -> Math.max(one, other));
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
        var scarcest = Optional.<LimitStatus>empty();
        var most = NEARLY;
        for (var status : enforced(event)) {
            if (percent(status) >= most) {
                scarcest = Optional.of(status);
                most = percent(status);
            }
        }
        return scarcest;
    }

    /// Where the limits in force stand.
    private static List<LimitStatus> enforced(AuditEvent event) {
        var enforced = new ArrayList<LimitStatus>(event.charge().limits().size());
        for (var use : event.charge().limits()) {
            if (use.limit().isEnforced() && use.standing().isPresent()) {
                enforced.add(use.standing().get());
            }
        }
        return enforced;
    }

    static double percent(LimitStatus status) {
        return 100.0 * (status.total() - status.remaining()) / Math.max(1, status.total());
    }
}
