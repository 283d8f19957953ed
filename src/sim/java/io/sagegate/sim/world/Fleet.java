package io.sagegate.sim.world;

import io.sagegate.sim.Plan;
import io.sagegate.sim.Trouble;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// The execution environments, of which there are some at a time. Those that died are replaced.
final class Fleet {
    /// Calls that one environment takes at once in a rush.
    private static final int IN_A_RUSH = 10;

    /// The same, if there are many environments instead.
    private static final int FEW = 2;

    private final World world;
    private final Plan plan;
    private final boolean scales;
    private final List<Environment> all = new ArrayList<>();
    private final List<Optional<Environment>> slots = new ArrayList<>();

    Fleet(World world, Plan plan) {
        this.world = world;
        this.plan = plan;
        this.scales = world.isRush() && world.chances().of("scales").nextBoolean();
        for (var i = 0; i < plan.environments() * (scales ? IN_A_RUSH / FEW : 1); i++) {
            slots.add(Optional.empty());
        }
    }

    /// An environment that takes one more call; empty if all are busy.
    Optional<Environment> free(Random random) {
        var first = random.nextInt(slots.size());
        for (var i = 0; i < slots.size(); i++) {
            var slot = (first + i) % slots.size();
            var there = slots.get(slot).filter(environment -> !environment.isDead());
            if (there.isPresent() && !there.get().isBusy() && random.nextInt(40) == 0) {
                there.get().die("of idleness");
                there = Optional.empty();
            }
            if (there.isEmpty()) {
                var made = made();
                slots.set(slot, Optional.of(made));
                return Optional.of(made);
            }
            if (there.get().isFree(places())) {
                return there;
            }
        }
        return Optional.empty();
    }

    private int places() {
        if (world.isRush()) {
            return scales ? FEW : IN_A_RUSH;
        }
        return plan.places();
    }

    /// A new environment, which its first call starts.
    Environment made() {
        var serial = all.size();
        var snapshot = world.chances().has(Trouble.SNAPSHOTS);
        var chance =
                world.chances().of("chance", snapshot ? "snapshot" : serial).nextLong();
        var secure =
                world.chances().of("entropy", snapshot ? "snapshot" : serial).nextLong();
        var made = new Environment(world, serial, new Entropy(chance, secure));
        all.add(made);
        return made;
    }

    /// Sets one clock anew.
    void jump(Random random) {
        var living = all.stream().filter(environment -> !environment.isDead()).toList();
        if (!living.isEmpty()) {
            living.get(random.nextInt(living.size())).setClock(random);
        }
    }

    /// The lines of the record, in the order in which they were written.
    List<Environment.Line> lines() {
        return all.stream()
                .flatMap(environment -> environment.lines.stream())
                .sorted(Comparator.comparingLong(Environment.Line::at))
                .toList();
    }

    List<Environment> all() {
        return all;
    }
}
