package io.sagegate.sim.world;

import java.util.Optional;
import java.util.Random;

/// A client that reads its key from its secret, and again well within the overlap.
final class SecretReader {
    private final World world;
    private final Optional<Rotating> rotating;
    private Optional<Rotating.Held> held = Optional.empty();

    SecretReader(World world, Caller caller) {
        this.world = world;
        this.rotating = world.services().rotations().of(caller);
    }

    /// The key for the next call; empty for a client without a secret.
    Optional<Rotating.Held> next(Random random) {
        if (rotating.isEmpty()) {
            return Optional.empty();
        }
        var now = Sim.get().time();
        var longest = world.services().rotations().overlap().toNanos() / 3;
        if (held.filter(each -> now - each.read() < longest).isEmpty() || random.nextInt(4) == 0) {
            // A current version without a key leaves its client with nothing.
            held = rotating.get().current().map(key -> new Rotating.Held(key, now));
        }
        return held;
    }
}
