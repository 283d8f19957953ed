package io.sagegate.sim.world;

import io.sagegate.sim.Plan;
import io.sagegate.sim.Trouble;
import java.util.Random;

/// The troubles of a world. Every choice has a generator of its own, so that leaving one call out changes no other.
final class Chances {
    private final Plan plan;
    private boolean over;

    Chances(Plan plan) {
        this.plan = plan;
    }

    /// Ends all trouble.
    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    boolean has(Trouble trouble) {
        return !over && plan.troubles().contains(trouble);
    }

    /// Whether the world had it before all trouble ended.
    boolean had(Trouble trouble) {
        return plan.troubles().contains(trouble);
    }

    boolean hits(Trouble trouble, Random random, int perMille) {
        return random.nextInt(1_000) < perMille && has(trouble);
    }

    Random of(Object... parts) {
        var seed = plan.seed();
        for (var part : parts) {
            seed = mixed(seed ^ part.toString().hashCode());
        }
        return new Random(seed);
    }

    private static long mixed(long z) {
        var one = (z + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        var two = (one ^ (one >>> 27)) * 0x94D049BB133111EBL;
        return two ^ (two >>> 31);
    }

    /// Nanoseconds from 0 to `most`, short ones mostly.
    static long nanos(Random random, long mostMillis) {
        var share = random.nextDouble();
        return (long) (share * share * share * mostMillis * 1_000_000);
    }
}
