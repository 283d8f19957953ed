package io.sagegate.compare;

import java.util.List;

/// The figures of one way; NaN for those that it does not have.
///
/// @param firstMillis CPU from the start to the first answer
/// @param earlyMicros CPU of a call after 500
/// @param warmMicros CPU of a call after the warm-up
/// @param megabytes resident memory after all whole calls
/// @param p50 milliseconds of a whole call, median
/// @param p99 milliseconds of a whole call, 99th percentile
/// @param firstToken milliseconds to a stream's first bytes, median
/// @param streamMillis CPU of one stream
record Figures(
        double firstMillis,
        double earlyMicros,
        double warmMicros,
        double megabytes,
        double p50,
        double p99,
        double firstToken,
        double streamMillis) {
    static double percentile(List<Long> nanos, int percent) {
        var sorted = nanos.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1e6;
    }

    static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
