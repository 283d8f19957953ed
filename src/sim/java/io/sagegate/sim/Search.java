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

    /// `Search FIRST-SEED WORLDS` runs worlds and tells the smallest form of each that fails. `Search SEED` tells one.
    /// A third word, `narrow`, takes large worlds with one trouble or two.
    public static void main(String... args) {
        var search = new Search(new SimLoader(Map.of()).world());
        var first = Long.parseLong(args[0]);
        if (args.length == 1) {
            System.out.println(Plan.of(first));
            search.run(Plan.of(first)).story().forEach(System.out::println);
        } else {
            for (var i = 0L; i < Long.parseLong(args[1]); i++) {
                search.runAndTell(args.length > 2 ? Plan.narrow(first + i) : Plan.of(first + i));
            }
        }
        search.print(System.out);
    }

    private void runAndTell(Plan plan) {
        try {
            var report = run(plan);
            if (!report.isGood()) {
                System.out.println(Told.of(world, plan, report));
            }
        } catch (IllegalStateException e) {
            System.out.println("seed " + plan.seed() + " has no end: " + e);
            e.printStackTrace(System.out);
        }
    }
}
