package io.sagegate.sim.world;

import io.sagegate.sim.Way;
import io.sagegate.sim.world.Net.Fate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// The issuers of a world: one, or two whose keys have the same ids and whose users the same subjects.
final class Issuers {
    private final World world;
    private final List<Issuer> all;

    /// Tokens that were verified before a snapshot, which its copies remember too.
    final Set<Token> primed = new HashSet<>();

    Issuers(World world) {
        this.world = world;
        this.all = List.of(new Issuer(world, "idp"), new Issuer(world, "other"));
    }

    boolean serves(String host) {
        return all.stream().anyMatch(issuer -> issuer.host().equals(host));
    }

    Issuer at(String host) {
        return all.stream()
                .filter(issuer -> issuer.host().equals(host))
                .findFirst()
                .orElseThrow();
    }

    /// The issuer of those callers who have this one's name in the policy.
    Issuer named(String name) {
        return all.stream()
                .filter(issuer -> issuer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// A new token of a caller. With two issuers, the other one's key signs some that claim to be of this one.
    Token token(Caller caller, Random random) {
        var own = named(caller.issuer());
        var isForged = world.has(Way.ISSUERS) && random.nextInt(6) == 0;
        var forger = isForged ? all.stream().filter(each -> each != own).findFirst() : Optional.<Issuer>empty();
        return own.token(caller.subject(), random, forger);
    }

    /// The troubles that may begin with a call. Each issuer has its own.
    void stir(Random random) {
        all.getFirst().stir(random);
        if (world.has(Way.ISSUERS)) {
            all.getLast().stir(random);
        }
    }

    void ended(Environment environment, Net.Sent sent, Fate fate, long from) {
        all.forEach(issuer -> issuer.ended(environment, sent, fate, from));
    }
}
