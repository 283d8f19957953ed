package io.sagegate.cli.policy.replay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All sets of claims that conditions could tell apart.
public final class ClaimWorlds {
    /// Sets of claims that are tried for one call: some milliseconds of them.
    private static final int MOST = 4_096;

    private ClaimWorlds() {}

    /// One set of claims for each way to meet some conditions and no others. Empty where there are too many.
    ///
    /// @param asked the values that are asked for, by the claim's path; each list is one condition
    public static Optional<List<Map<String, Object>>> of(Map<List<String>, Set<List<Object>>> asked) {
        List<Map<String, Object>> all = List.of(Map.of());
        for (var claim : asked.entrySet()) {
            var more = new ArrayList<Map<String, Object>>();
            for (var known : all) {
                for (var value : values(claim.getValue())) {
                    with(known, claim.getKey(), value).ifPresent(more::add);
                }
            }
            if (more.size() > MOST || claim.getValue().size() > 8) {
                return Optional.empty();
            }
            all = more;
        }
        return Optional.of(all);
    }

    /// No value, an object, which the gateway cannot judge, and for each set of conditions a list that meets just
    /// these.
    private static List<Optional<Object>> values(Set<List<Object>> conditions) {
        var values = new ArrayList<Optional<Object>>();
        values.add(Optional.of(Map.of()));
        for (var met : subsets(conditions)) {
            var missed = new LinkedHashSet<>(conditions);
            met.forEach(missed::remove);
            var chosen = new ArrayList<Object>();
            for (var condition : met) {
                condition.stream()
                        .filter(value -> missed.stream().noneMatch(other -> other.contains(value)))
                        .findFirst()
                        .ifPresent(chosen::add);
            }
            if (chosen.size() == met.size()) {
                values.add(chosen.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(chosen)));
            }
        }
        return values;
    }

    /// Empty where another claim stands in the way of the path.
    private static Optional<Map<String, Object>> with(
            Map<String, Object> claims, List<String> path, Optional<Object> value) {
        if (value.isEmpty()) {
            return Optional.of(claims);
        }
        var changed = new LinkedHashMap<>(claims);
        if (path.size() == 1) {
            return changed.putIfAbsent(path.getFirst(), value.get()) == null ? Optional.of(changed) : Optional.empty();
        }
        var inner = new HashMap<String, Object>();
        if (claims.get(path.getFirst()) instanceof Map<?, ?> map) {
            map.forEach((name, member) -> inner.put(String.valueOf(name), member));
        } else if (claims.containsKey(path.getFirst())) {
            return Optional.empty();
        }
        return with(inner, path.subList(1, path.size()), value).map(nested -> {
            changed.put(path.getFirst(), nested);
            return changed;
        });
    }

    static <T> List<List<T>> subsets(Collection<T> all) {
        List<List<T>> subsets = new ArrayList<>(List.of(List.of()));
        for (var each : all) {
            for (var subset : List.copyOf(subsets)) {
                var larger = new ArrayList<>(subset);
                larger.add(each);
                subsets.add(larger);
            }
        }
        return subsets;
    }
}
