package io.sagegate.cli.policy.prove;

import io.sagegate.cli.policy.replay.ClaimWorlds;
import io.sagegate.identity.ApiClient;
import io.sagegate.identity.Principal;
import io.sagegate.identity.RequiredClaim;
import io.sagegate.policy.Action;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Condition;
import io.sagegate.policy.Facts;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Question;
import io.sagegate.policy.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The regions into which the conditions of some grants part the facts of a call: one fact stands for each region.
///
/// @param assignments those whose grants part the facts
/// @param allow the grant that must apply; facts that rule it out are left out
record Regions(List<Assignment> assignments, Grant allow, Times clock) {
    /// A media type that no policy names.
    private static final String OTHER = "application/x-other";

    private static final Facts NOTHING = new Facts("", 0, Optional.empty());
    private static final Principal NOBODY = new ApiClient("nobody", "none");

    private <C extends Condition> List<C> conditions(Class<C> kind) {
        return Side.grants(assignments).stream()
                .flatMap(grant -> grant.conditions().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .distinct()
                .toList();
    }

    /// One of those facts that all conditions judge alike, if the grant's own conditions hold of it.
    private <C extends Condition, T> List<T> distinct(Class<C> kind, List<T> facts, Function<T, Question> asked) {
        var conditions = conditions(kind);
        var regions = new LinkedHashMap<List<Condition.Held>, T>();
        for (var fact : facts) {
            var question = asked.apply(fact);
            if (allow.conditions().stream()
                    .filter(kind::isInstance)
                    .allMatch(condition -> condition.holds(question) == Condition.Held.YES)) {
                var judged = conditions.stream()
                        .map(condition -> condition.holds(question))
                        .toList();
                regions.putIfAbsent(judged, fact);
            }
        }
        return List.copyOf(regions.values());
    }

    List<String> sources() {
        var networks = conditions(Condition.SourceIn.class).stream()
                .flatMap(condition -> condition.networks().stream())
                .distinct()
                .toList();
        var addresses = networks.isEmpty() ? List.of("") : Networks.addresses(networks);
        return distinct(Condition.SourceIn.class, addresses, address -> plain(new Facts(address, 0, Optional.empty())));
    }

    /// Sizes; the empty one is that of an input in S3 whose size nobody knows.
    List<OptionalLong> sizes() {
        var sizes = new ArrayList<OptionalLong>();
        sizes.add(OptionalLong.of(0));
        for (var condition : conditions(Condition.AtMostBytes.class)) {
            sizes.add(OptionalLong.of(condition.bytes()));
            sizes.add(OptionalLong.of(condition.bytes() + 1));
        }
        sizes.add(OptionalLong.empty());
        return distinct(Condition.AtMostBytes.class, sizes, size -> plain(new Facts("", size, Optional.empty())));
    }

    List<Optional<String>> types() {
        var named = conditions(Condition.ContentTypeIn.class).stream()
                .flatMap(condition -> condition.types().stream().sorted());
        var types = Stream.concat(named, Stream.of(OTHER)).map(Optional::of);
        return distinct(
                Condition.ContentTypeIn.class,
                Stream.concat(Stream.of(Optional.<String>empty()), types).toList(),
                type -> plain(new Facts("", 0, type)));
    }

    /// Sets of claims, each with what the issuer requires of a token.
    List<Map<String, @Nullable Object>> claims(Map<String, RequiredClaim> required) throws UndecidedException {
        var asked = new LinkedHashMap<List<String>, Set<List<Object>>>();
        conditions(Condition.ClaimIs.class)
                .forEach(condition -> asked.computeIfAbsent(condition.path(), _ -> new LinkedHashSet<>())
                        .add(condition.values()));
        var worlds = ClaimWorlds.of(asked)
                .orElseThrow(() -> new UndecidedException(
                        "the grants about " + allow.endpoint() + " ask for more claims than can be tried"));
        return worlds.stream()
                .flatMap(world -> Tokens.claims(world, required).stream())
                .toList();
    }

    List<Instant> times() {
        var hours = conditions(Condition.Within.class).stream()
                .map(Condition.Within::hours)
                .toList();
        var ends = Stream.concat(
                        assignments.stream().map(Assignment::expires),
                        Side.grants(assignments).stream().map(Grant::expires))
                .flatMap(Optional::stream)
                .filter(end -> end.isAfter(clock.now()))
                .distinct()
                .sorted()
                .toList();
        var regions = new LinkedHashMap<List<Object>, Instant>();
        for (var time : clock.of(ends, hours)) {
            var question = at(time);
            var judged = new ArrayList<Object>(conditions(Condition.Within.class).stream()
                    .map(condition -> condition.holds(question))
                    .toList());
            ends.forEach(end -> judged.add(time.isBefore(end)));
            regions.putIfAbsent(judged, time);
        }
        return List.copyOf(regions.values());
    }

    /// The values of one part of a target: those that the grant takes.
    List<Optional<String>> parts(Function<Grant, Set<String>> part) {
        var names = part.apply(allow);
        var regions = new LinkedHashMap<List<Boolean>, Optional<String>>();
        for (var name : names.stream().sorted().toList()) {
            var judged = Side.grants(assignments).stream()
                    .map(grant -> part.apply(grant).contains(name))
                    .toList();
            regions.putIfAbsent(judged, Optional.of(name));
        }
        var values = new ArrayList<Optional<String>>();
        if (names.size() <= 1) {
            values.add(Optional.empty());
        }
        values.addAll(regions.values());
        return values;
    }

    private Question plain(Facts facts) {
        return new Question(NOBODY, Action.INVOKE, Target.ofEndpoint(""), facts, clock.now());
    }

    private static Question at(Instant time) {
        return new Question(NOBODY, Action.INVOKE, Target.ofEndpoint(""), NOTHING, time);
    }
}
