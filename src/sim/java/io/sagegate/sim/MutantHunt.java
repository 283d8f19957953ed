package io.sagegate.sim;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Looks for each fault of the list, and prints which seed finds it by which rule.
final class MutantHunt {
    /// A world that found a fault.
    record Find(Plan plan, String rule) {
        @Override
        public String toString() {
            var of = plan.equals(Plan.of(plan.seed()))
                    ? ""
                    : plan.equals(Plan.narrow(plan.seed())) ? " with " + plan.troubles() : " of the plan of the list";
            return plan.seed() + of + " | " + rule;
        }
    }

    private MutantHunt() {}

    /// Runs the plan of the list if there is one, then two worlds of each seed from `first` on, until one breaks a
    /// rule.
    static Optional<Find> hunt(Mutant mutant, long first, int worlds) throws IOException {
        var world = new SimLoader(MutantCompiler.compile(mutant)).world();
        if (mutant.plan().isPresent()) {
            var rule = broken(world, mutant.plan().get());
            if (rule.isPresent()) {
                return Optional.of(new Find(mutant.plan().get(), rule.get()));
            }
        }
        for (var seed = first; seed < first + worlds; seed++) {
            for (var plan : List.of(Plan.of(seed), Plan.narrow(seed))) {
                var rule = broken(world, plan);
                if (rule.isPresent()) {
                    return Optional.of(new Find(plan, rule.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> broken(Function<Plan, Report> world, Plan plan) {
        try {
            return world.apply(plan).breaches().stream()
                    .map(Report.Breach::rule)
                    .findFirst();
        } catch (IllegalStateException e) {
            return Optional.of("the world goes on");
        }
    }

    /// `MutantHunt [WORLDS [PART-OF-A-NAME]]`
    public static void main(String... args) throws IOException {
        var worlds = args.length > 0 ? Integer.parseInt(args[0]) : 400;
        var part = args.length > 1 ? args[1] : "";
        var missed = 0;
        System.out.println("| fault | seed | broken rule |\n|---|---|---|");
        for (var mutant : Mutant.all()) {
            if (mutant.name().contains(part)) {
                var find = hunt(mutant, mutant.firstSeed(), worlds);
                missed += find.isEmpty() ? 1 : 0;
                System.out.println(
                        "| " + mutant.name() + " | " + find.map(Find::toString).orElse("– | **not found**") + " |");
            }
        }
        System.out.println(missed + " not found with " + worlds + " seeds");
    }
}
