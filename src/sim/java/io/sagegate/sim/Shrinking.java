package io.sagegate.sim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;

/// Makes a failing plan smaller while it still fails by the same rule.
final class Shrinking {
    /// Runs at most.
    private static final int MOST = 120;

    private final Function<Plan, Report> world;
    private Plan smallest;
    private Report report;
    private int runs;

    Shrinking(Function<Plan, Report> world, Plan plan, Report report) {
        this.world = world;
        this.smallest = plan;
        this.report = report;
    }

    Report report() {
        return report;
    }

    Plan smallest() {
        while (shrunk()) {
            // And again from there.
        }
        return smallest;
    }

    private boolean shrunk() {
        for (var plan : smaller(smallest)) {
            if (runs++ >= MOST) {
                return false;
            }
            var other = world.apply(plan);
            if (other.isLike(report)) {
                smallest = plan;
                report = other;
                return true;
            }
        }
        return false;
    }

    private static List<Plan> smaller(Plan plan) {
        var plans = new ArrayList<Plan>();
        plans.add(with(plan, plan.environments(), plan.places(), plan.clients(), plan.calls() / 2));
        plans.add(with(plan, plan.environments(), plan.places(), plan.clients() / 2, plan.calls()));
        for (var trouble : plan.troubles()) {
            var left = EnumSet.copyOf(plan.troubles());
            left.remove(trouble);
            plans.add(new Plan(
                    plan.seed(), plan.environments(), plan.places(), plan.clients(), plan.calls(), left, plan.ways()));
        }
        for (var way : plan.ways()) {
            var left = EnumSet.copyOf(plan.ways());
            left.remove(way);
            plans.add(new Plan(
                    plan.seed(),
                    plan.environments(),
                    plan.places(),
                    plan.clients(),
                    plan.calls(),
                    plan.troubles(),
                    left));
        }
        plans.add(with(plan, plan.environments(), plan.places(), plan.clients() - 1, plan.calls()));
        plans.add(with(plan, plan.environments(), plan.places(), plan.clients(), plan.calls() - 1));
        plans.add(with(plan, plan.environments() - 1, plan.places(), plan.clients(), plan.calls()));
        plans.add(with(plan, plan.environments(), 1, plan.clients(), plan.calls()));
        plans.removeIf(each -> each.environments() < 1 || each.clients() < 1 || each.calls() < 1 || each.equals(plan));
        return plans;
    }

    private static Plan with(Plan plan, int environments, int places, int clients, int calls) {
        return new Plan(plan.seed(), environments, places, clients, calls, plan.troubles(), plan.ways());
    }
}
