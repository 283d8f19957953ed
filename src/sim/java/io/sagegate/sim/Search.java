package io.sagegate.sim;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Runs world after world, and sums up.
final class Search {
    private final Function<Plan, Report> world;
    private long nanos;
    private long steps;
    private long worlds;
    private long calls;
    private long admitted;
    private final Map<String, List<Long>> found = new TreeMap<>();

    Search(Function<Plan, Report> world) {
        this.world = world;
    }

    /// Runs one world and returns its report.
    Report run(Plan plan) {
        var report = world.apply(plan);
        worlds++;
        nanos += report.nanos();
        steps += report.steps();
        calls += report.calls();
        admitted += report.admitted();
        report.breaches().stream()
                .map(Report.Breach::rule)
                .distinct()
                .forEach(rule ->
                        found.computeIfAbsent(rule, _ -> new ArrayList<>()).add(plan.seed()));
        return report;
    }

    void print(PrintStream out) {
        out.printf(
                "%,d worlds, %,.1f virtual hours, %,d steps, %,d calls, %,d of them admitted%n",
                worlds, nanos / 3.6e12, steps, calls, admitted);
        found.forEach((rule, seeds) -> out.println("  \"" + rule + "\" broken by " + seeds.size()
                + " worlds, such as the seeds " + seeds.stream().limit(8).toList()));
    }

    /// `Search FIRST-SEED WORLDS`, or `Search SEED` for the story of one.
    public static void main(String... args) {
        var search = new Search(new SimLoader(Map.of()).world());
        var first = Long.parseLong(args[0]);
        if (args.length == 1) {
            var report = search.run(Plan.of(first));
            System.out.println(Plan.of(first));
            report.story().forEach(System.out::println);
            System.out.println(report.fingerprint());
        } else {
            var begun = System.nanoTime();
            for (var i = 0L; i < Long.parseLong(args[1]); i++) {
                try {
                    search.run(Plan.of(first + i));
                } catch (IllegalStateException e) {
                    System.out.println("seed " + (first + i) + ": " + e);
                    e.printStackTrace(System.out);
                }
            }
            System.out.printf("%.1f s%n", (System.nanoTime() - begun) / 1e9);
        }
        search.print(System.out);
    }
}
