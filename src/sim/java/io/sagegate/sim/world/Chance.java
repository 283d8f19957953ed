package io.sagegate.sim.world;

import java.util.Random;

/// Takes the place of `ThreadLocalRandom`.
public final class Chance extends Random {
    private static final long serialVersionUID = 1L;

    Chance(long seed) {
        super(seed);
    }

    public static Chance current() {
        return Entropy.of().chance();
    }
}
