package io.sagegate.cli.policy.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All worlds that policies could tell apart. They are enumerated, so that what holds in all of them is certain.
final class Worlds {
    /// Worlds that are tried for one call: some milliseconds of them.
    private static final int MOST = 4_096;

    private Worlds() {}

    /// Empty where there are too many to try.
    static Optional<List<World>> of(Unknowns unknowns) {
        var types = contentTypes(unknowns.types());
        var claims = ClaimWorlds.of(unknowns.claims());
        if (unknowns.groups().size() > 12
                || claims.isEmpty()
                || (1L << unknowns.groups().size())
                                * types.size()
                                * claims.get().size()
                        > MOST) {
            return Optional.empty();
        }
        var worlds = new ArrayList<World>();
        for (var groups : ClaimWorlds.subsets(unknowns.groups())) {
            for (var claim : claims.get()) {
                types.forEach(type -> worlds.add(new World(groups, claim, type)));
            }
        }
        return Optional.of(worlds);
    }

    /// None, each that is named, and one that nobody names.
    private static List<Optional<String>> contentTypes(Set<String> named) {
        var types = new ArrayList<Optional<String>>();
        types.add(Optional.empty());
        if (!named.isEmpty()) {
            named.forEach(type -> types.add(Optional.of(type)));
            types.add(Optional.of("application/x-other"));
        }
        return types;
    }
}
