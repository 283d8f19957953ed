package io.sagegate.sim.world;

import java.util.Random;

/// The randomness of one environment. Copies of a snapshot share the state of the generator that is not secure.
final class Entropy {
    private static final Entropy OUTSIDE = new Entropy(1, 2);

    private final Chance chance;
    private Random secure;
    private long salt;

    Entropy(long chance, long secure) {
        this.chance = new Chance(chance);
        this.secure = new Random(secure);
    }

    /// That of the environment whose code runs.
    static Entropy of() {
        return Sim.get().environment().map(Environment::entropy).orElse(OUTSIDE);
    }

    Chance chance() {
        return chance;
    }

    Random secure() {
        return secure;
    }

    /// The system gives each copy of a snapshot entropy of its own.
    void reseed(long seed) {
        secure = new Random(seed);
    }

    long salt() {
        return salt;
    }

    void salt(long value) {
        salt = value;
    }
}
