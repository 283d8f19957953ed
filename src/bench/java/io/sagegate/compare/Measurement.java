package io.sagegate.compare;

import io.sagegate.compare.Contender.Running;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How each way is measured: some cold starts, then one process for whole calls and one for streams.
///
/// @param colds cold starts, of which the median counts
/// @param warmUp calls before those that count as warm
/// @param calls warm calls
/// @param streams streams before those that count, and as many that do
record Measurement(int colds, int warmUp, int calls, int streams) {
    static final int EARLY = 500;

    Figures of(Contender contender) throws IOException, InterruptedException {
        List<Double> first = new ArrayList<>();
        for (var i = 1; i < colds; i++) {
            try (var way = contender.whole().start();
                    var caller = new Caller()) {
                first.add(first(way, caller));
            }
        }
        try (var way = contender.whole().start();
                var caller = new Caller()) {
            first.add(first(way, caller));
            return warm(way, caller, Figures.median(first), streams(contender));
        }
    }

    private static double first(Running way, Caller caller) throws IOException, InterruptedException {
        caller.whole(way, 1);
        return cpu(way).toNanos() / 1e6;
    }

    private Figures warm(Running way, Caller caller, double first, Streams streams)
            throws IOException, InterruptedException {
        caller.whole(way, EARLY - 1);
        var start = cpu(way);
        caller.whole(way, EARLY);
        var early = micros(way, start, EARLY);
        caller.whole(way, warmUp - 2 * EARLY);
        start = cpu(way);
        var nanos = caller.whole(way, calls);
        return new Figures(
                present(way, first),
                present(way, early),
                present(way, micros(way, start, calls)),
                way.process().map(Usage::megabytes).orElse(Double.NaN),
                Figures.percentile(nanos, 50),
                Figures.percentile(nanos, 99),
                streams.firstToken(),
                present(way, streams.cpuMillis()));
    }

    private record Streams(double firstToken, double cpuMillis) {}

    private Streams streams(Contender contender) throws IOException, InterruptedException {
        if (contender.streamed().isEmpty() || streams == 0) {
            return new Streams(Double.NaN, Double.NaN);
        }
        try (var way = contender.streamed().get().start();
                var caller = new Caller()) {
            caller.streamed(way, streams);
            var start = cpu(way);
            var nanos = caller.streamed(way, streams);
            return new Streams(Figures.percentile(nanos, 50), micros(way, start, streams) / 1e3);
        }
    }

    private static double present(Running way, double value) {
        return way.process().isPresent() ? value : Double.NaN;
    }

    private static double micros(Running way, Duration start, int calls) {
        return cpu(way).minus(start).toNanos() / 1e3 / calls;
    }

    private static Duration cpu(Running way) {
        Optional<ProcessHandle> process = way.process();
        return process.map(Usage::cpu).orElse(Duration.ZERO);
    }
}
