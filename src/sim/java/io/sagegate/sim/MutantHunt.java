package io.sagegate.sim;

import java.io.IOException;
import java.util.Optional;

/// Looks for each fault of the list, and prints which seed finds it by which rule.
final class MutantHunt {
    /// A world that found a fault.
    record Find(long seed, String rule) {}

    private MutantHunt() {}

    /// Runs the worlds of the seeds from `first` on, until one breaks a rule.
    static Optional<Find> hunt(Mutant mutant, long first, int worlds) throws IOException {
        var world = new SimLoader(MutantCompiler.compile(mutant)).world();
        for (var seed = first; seed < first + worlds; seed++) {
            try {
                var report = world.apply(Plan.of(seed));
                if (!report.isGood()) {
                    return Optional.of(
                            new Find(seed, report.breaches().getFirst().rule()));
                }
            } catch (IllegalStateException e) {
                return Optional.of(new Find(seed, "the world goes on"));
            }
        }
        return Optional.empty();
    }

    /// `MutantHunt [WORLDS [PART-OF-A-NAME]]`
    public static void main(String... args) throws IOException {
        var worlds = args.length > 0 ? Integer.parseInt(args[0]) : 400;
        var part = args.length > 1 ? args[1] : "";
        var missed = 0;
        System.out.println("| fault | seed | broken rule |\n|---|---|---|");
        for (var mutant : Mutant.all()) {
            if (mutant.name().contains(part)) {
                var find = hunt(mutant, 1, worlds);
                missed += find.isEmpty() ? 1 : 0;
                System.out.println("| " + mutant.name() + " | "
                        + find.map(found -> found.seed() + " | " + found.rule()).orElse("– | **not found**") + " |");
            }
        }
        System.out.println(missed + " not found in " + worlds + " worlds");
    }
}
