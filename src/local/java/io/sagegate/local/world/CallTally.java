package io.sagegate.local.world;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// The calls that each endpoint took in each minute, as SageMaker's metric `Invocations` counts them.
public final class CallTally {
    private static final long MINUTE = 60;

    private final Map<String, ConcurrentSkipListMap<Long, LongAdder>> byEndpoint = new ConcurrentHashMap<>();

    /// Counts one call.
    public void add(String endpoint, Instant at) {
        byEndpoint
                .computeIfAbsent(endpoint, _ -> new ConcurrentSkipListMap<>())
                .computeIfAbsent(at.getEpochSecond() / MINUTE * MINUTE, _ -> new LongAdder())
                .increment();
    }

    /// Sums by the beginning of each period, in epoch seconds.
    public Map<Long, Long> sums(String endpoint, Instant from, Instant to, long period) {
        var sums = new TreeMap<Long, Long>();
        var minutes = byEndpoint.getOrDefault(endpoint, new ConcurrentSkipListMap<>());
        minutes.subMap(from.getEpochSecond(), to.getEpochSecond())
                .forEach((minute, calls) -> sums.merge(minute / period * period, calls.sum(), Long::sum));
        return sums;
    }
}
