package io.sagegate.sim;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/// One simulated world, before it runs. The same plan always gives the same run.
///
/// @param environments how many execution environments there are at a time
/// @param places how many calls one environment takes at once
/// @param clients how many clients call
/// @param calls how many calls each client makes
public record Plan(long seed, int environments, int places, int clients, int calls, Set<Trouble> troubles) {
    public Plan {
        troubles = troubles.isEmpty() ? Set.of() : EnumSet.copyOf(troubles);
    }

    /// Makes a large plan of a seed with one trouble or two: they take turns.
    public static Plan narrow(long seed) {
        var all = Trouble.values();
        var one = all[Math.floorMod(seed, all.length)];
        var other = all[Math.floorMod(seed * 7 / all.length, all.length)];
        return new Plan(seed, 4, 3, 6, 25, EnumSet.of(one, other));
    }

    /// Makes the plan of a seed. Each world has only some of the troubles, so that none hides another.
    public static Plan of(long seed) {
        var random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        var troubles = EnumSet.noneOf(Trouble.class);
        var share = random.nextInt(4);
        for (var trouble : Trouble.values()) {
            if (random.nextInt(4) < share) {
                troubles.add(trouble);
            }
        }
        return new Plan(
                seed,
                1 + random.nextInt(4),
                1 + random.nextInt(4),
                2 + random.nextInt(5),
                8 + random.nextInt(18),
                troubles);
    }
}
