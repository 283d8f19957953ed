package io.sagegate.cli.usage;

import java.util.Map;
import java.util.TreeMap;

/// The raises that were in force for calls of a report.
final class Raises {
    /// Raises that are kept: a policy has few, and more are a program's.
    private static final int MOST = 100;

    private final TreeMap<String, Long> calls = new TreeMap<>();

    void add(Call call) {
        for (var raise : call.raises()) {
            if (calls.containsKey(raise) || calls.size() < MOST) {
                calls.merge(raise, 1L, Long::sum);
            }
        }
    }

    /// How many calls counted on each raised limit, by the limit's text.
    Map<String, Long> calls() {
        return calls;
    }
}
