package io.sagegate.sim.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// The tokens of one client. It mostly sends its newest one, and now and then an old one.
final class Wallet {
    private final World world;
    private final Caller caller;
    private final List<Token> tokens = new ArrayList<>();

    Wallet(World world, Caller caller) {
        this.world = world;
        this.caller = caller;
    }

    /// The token of the next call; empty for a caller who has none.
    Optional<Token> next(Random random) {
        if (!caller.bears()) {
            return Optional.empty();
        }
        if (tokens.size() > 1 && random.nextInt(5) == 0) {
            return Optional.of(tokens.get(random.nextInt(tokens.size())));
        }
        if (tokens.isEmpty() || !tokens.getLast().holdsFrom(Sim.get().time()) || random.nextInt(8) == 0) {
            tokens.add(world.services().issuers().token(caller, random));
        }
        return Optional.of(tokens.getLast());
    }
}
