package io.sagegate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/// Simulated worlds of the real gateway, in which every rule holds at every step.
final class SimulationTest {
    /// Worlds whose seeds are always the same.
    private static final int FIXED = Integer.getInteger("sim.fixed", 34);

    /// Wide worlds whose seeds are always the same.
    private static final int WIDE = Integer.getInteger("sim.wide", 8);

    /// Plain worlds with seeds of their own in each run.
    private static final int FRESH = Integer.getInteger("sim.fresh", 12);

    @Test
    void everyRuleHoldsInEveryWorld() {
        var world = new SimLoader(Map.of()).world();
        var search = new Search(world);
        var first = ThreadLocalRandom.current().nextLong(Plan.WIDE - FRESH);
        for (var i = 0; i < FIXED; i++) {
            holds(world, search, Plan.of(i + 1));
        }
        for (var i = 0; i < WIDE; i++) {
            holds(world, search, Plan.of(Plan.WIDE + i));
        }
        System.out.println("fresh seeds from " + first);
        for (var i = 0; i < FRESH; i++) {
            holds(world, search, Plan.of(first + i));
        }
        search.print(System.out);
    }

    private static void holds(Function<Plan, Report> world, Search search, Plan plan) {
        var report = search.run(plan);
        if (!report.isGood()) {
            throw new AssertionError(Told.of(world, plan, report));
        }
    }

    @Test
    void oneSeedIsOneRun() {
        var one = new SimLoader(Map.of()).world();
        var other = new SimLoader(Map.of()).world();
        for (var seed : new long[] {3, 20, 68}) {
            assertThat(other.apply(Plan.of(seed)).story())
                    .as("seed " + seed)
                    .isEqualTo(one.apply(Plan.of(seed)).story());
        }
    }

    /// Keys that were cached before a snapshot were once used in its copies.
    @Test
    void aRevokedKeyDoesNotLiveOnInACopyOfASnapshot() throws IOException {
        onlyTheFaultIsFound(
                "a copy keeps the keys of its snapshot",
                seed -> new Plan(seed, 4, 1, 2, 25, Set.of(Trouble.SNAPSHOTS, Trouble.REVOCATIONS, Trouble.DEATHS)));
    }

    /// A take whose connection broke once took again when it arrived after its call's settlement, and was once charged
    /// twice.
    @Test
    void aTakeThatArrivesAfterItsSettlementTakesNothing() throws IOException {
        onlyTheFaultIsFound(
                "a take in doubt may arrive after its settlement",
                seed -> new Plan(seed, 2, 2, 3, 25, Set.of(Trouble.TWICE, Trouble.LATE)));
    }

    /// No world of the plans breaks a rule, and one does with the code as it was.
    private static void onlyTheFaultIsFound(String fault, LongFunction<Plan> plans) throws IOException {
        var world = new SimLoader(Map.of()).world();
        var old = new SimLoader(MutantCompiler.compile(Mutant.named(fault))).world();
        var found = false;
        for (var seed = 1; seed <= 40 && !found; seed++) {
            var plan = plans.apply(seed);
            assertThat(world.apply(plan).breaches()).isEmpty();
            found = !old.apply(plan).isGood();
        }
        assertThat(found).isTrue();
    }
}
