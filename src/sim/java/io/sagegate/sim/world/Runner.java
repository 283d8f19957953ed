package io.sagegate.sim.world;

import io.sagegate.sim.Plan;
import io.sagegate.sim.Report;
import java.util.function.Function;

/// Runs plans, one after the other.
public final class Runner implements Function<Plan, Report> {
    @Override
    public Report apply(Plan plan) {
        return new World(plan).run();
    }
}
