package io.sagegate.sim;

import java.util.function.Function;

/// Tells a failing world as a person would want to read it: the smallest plan that fails alike, and its story.
final class Told {
    private Told() {}

    static String of(Function<Plan, Report> world, Plan plan, Report report) {
        var shrinking = new Shrinking(world, plan, report);
        var smallest = shrinking.smallest();
        return "seed " + plan.seed() + " breaks " + report.breaches() + "\nsmallest: " + smallest + "\n"
                + String.join("\n", shrinking.report().story());
    }
}
