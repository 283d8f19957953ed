package io.sagegate.sim;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// One simulated world, before it runs. The same plan always gives the same run.
///
/// @param environments how many execution environments there are at a time
/// @param places how many calls one environment takes at once
/// @param clients how many clients call
/// @param calls how many calls each client makes
/// @param ways what the world has beside plain calls
public record Plan(
        long seed, int environments, int places, int clients, int calls, Set<Trouble> troubles, Set<Way> ways) {
    /// The first seed of wide worlds. Those below have plain calls only.
    public static final long WIDE = 1_000_000;

    public Plan {
        troubles = troubles.isEmpty() ? Set.of() : EnumSet.copyOf(troubles);
        ways = ways.isEmpty() ? Set.of() : EnumSet.copyOf(ways);
    }

    /// A world of plain calls.
    public Plan(long seed, int environments, int places, int clients, int calls, Set<Trouble> troubles) {
        this(seed, environments, places, clients, calls, troubles, Set.of());
    }

    /// Makes a large plan of a seed with one trouble or two: they take turns.
    public static Plan narrow(long seed) {
        var all = Trouble.values();
        var one = all[Math.floorMod(seed, all.length)];
        var other = all[Math.floorMod(seed * 7 / all.length, all.length)];
        return new Plan(seed, 4, 3, 6, 25, EnumSet.of(one, other), seed < WIDE ? Set.of() : ways(seed));
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
                troubles,
                seed < WIDE ? Set.of() : ways(seed));
    }

    /// Ways have a generator for each, so that another way changes no seed's choice of the others.
    private static Set<Way> ways(long seed) {
        var ways = EnumSet.noneOf(Way.class);
        for (var way : Way.values()) {
            if (new Random(seed * 0x9E3779B97F4A7C15L + way.name().hashCode()).nextBoolean()) {
                ways.add(way);
            }
        }
        // A wide world without any way would be a plain one.
        var all = List.of(Way.values());
        return ways.isEmpty() ? EnumSet.of(all.get((int) (seed % all.size()))) : ways;
    }
}
