package io.sagegate.limits;

import io.sagegate.identity.Principal;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Limit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Looks where limits stand, and takes nothing. Thread-safe.
record Peek(UsageStore store, InstantSource clock) {
    /// Returns where the limits of a principal's grants stand, including those of its bindings.
    Map<Grant, List<LimitStatus>> at(Principal principal, Collection<Assignment> assignments)
            throws UsageUnavailableException {
        var now = clock.instant();
        var counted = new LinkedHashMap<Grant, List<Counted>>();
        var keys = new TreeSet<String>();
        for (var entry : limits(assignments).entrySet()) {
            var inForce = entry.getValue().stream().map(limit -> limit.at(now)).toList();
            var limits = Counted.all(inForce, entry.getKey(), principal);
            counted.put(entry.getKey(), limits);
            limits.forEach(limit -> keys.addAll(limit.keys()));
        }
        var found =
                keys.isEmpty() ? Map.<String, UsageItem>of() : store.read(keys, Deadline.in(Limiter.COUNTING, clock));
        var standing = new LinkedHashMap<Grant, List<LimitStatus>>();
        counted.forEach((grant, limits) -> standing.put(
                grant,
                limits.stream().map(limit -> Standing.of(limit, found, now)).toList()));
        return standing;
    }

    private static Map<Grant, List<Limit>> limits(Collection<Assignment> assignments) {
        var limits = new LinkedHashMap<Grant, List<Limit>>();
        for (var assignment : assignments) {
            for (var grant : assignment.role().grants()) {
                limits.computeIfAbsent(grant, each -> new ArrayList<>(each.limits()))
                        .addAll(assignment.limits());
            }
        }
        return limits;
    }
}
