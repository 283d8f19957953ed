package io.sagegate.cli.usage;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Which lines of each chain were read, so that one that a log service delivers twice is billed once. It keeps
/// stretches of numbers, of which there are few.
final class SeenLines {
    private final Map<String, TreeMap<Long, Long>> stretches = new HashMap<>();

    /// Whether the line is new.
    boolean add(String chain, long sequence) {
        var seen = stretches.computeIfAbsent(chain, _ -> new TreeMap<>());
        var before = seen.floorEntry(sequence);
        if (before != null && before.getValue() >= sequence) {
            return false;
        }
        var from = before != null && before.getValue() == sequence - 1 ? before.getKey() : Long.valueOf(sequence);
        var after = seen.remove(sequence + 1);
        seen.put(from, after == null ? Long.valueOf(sequence) : after);
        return true;
    }
}
