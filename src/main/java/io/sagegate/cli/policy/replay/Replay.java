package io.sagegate.cli.policy.replay;

import io.sagegate.cli.policy.document.FilePolicy;
import io.sagegate.identity.TrustedIssuer;
import io.sagegate.policy.Action;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Question;
import io.sagegate.policy.Target;
import io.sagegate.reason.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Puts recorded calls to a policy. The record keeps neither a caller's groups and claims nor the content type, so a
/// call is decided in every world that fits the record; only what all of them agree on is told as a decision.
final class Replay {
    /// Callers and calls that are remembered, so that the next like them costs little.
    private static final int REMEMBERED = 50_000;

    /// Stands for the policy that is asked.
    private static final int NOW = -1;

    private final FilePolicy policy;
    private final Map<WorldKey, Optional<List<World>>> worlds = bounded();
    private final Map<WorldKey, Unknowns> unknowns = bounded();
    private final Map<RolesKey, List<Assignment>> roles = bounded();
    private final Map<GroupsKey, Set<String>> groups = bounded();
    private final Map<CallKey, Result> steady = bounded();

    private final Past past;

    /// @param past the policies that may have decided: worlds in which none of them says what was decided are ruled out
    Replay(FilePolicy policy, Past past) {
        this.policy = policy;
        this.past = past;
    }

    private record WorldKey(String issuer, String endpoint, long revision) {}

    private record CallKey(
            RecordedCall.Caller caller,
            Action action,
            Target target,
            long revision,
            Outcome decided,
            RecordedCall.Members members) {}

    private record GroupsKey(int policy, String issuer, String endpoint) {}

    private record RolesKey(int policy, Set<String> members) {}

    /// The outcome of a call.
    sealed interface Result {
        /// The policy decides.
        ///
        /// @param why in words, where the call is denied
        /// @param world one in which it was decided as recorded
        record Decided(Outcome outcome, String why, World world) implements Result {}

        /// The record does not tell enough.
        record Untold(String why) implements Result {}
    }

    Result put(RecordedCall call) throws PolicyUnavailableException {
        if (call.caller().hasToken() && !trusts(call.caller().issuer())) {
            var nobody = new World(List.of(), Map.of(), Optional.empty());
            return new Result.Decided(
                    Outcome.denied(Reason.UNKNOWN_ISSUER.code()), "the policy has no such issuer", nobody);
        }
        var issuer = call.caller().hasToken() ? call.caller().issuer() : "";
        var key = new WorldKey(issuer, call.target().endpoint(), past.all().isEmpty() ? -1 : call.revision());
        var unknown = unknowns.computeIfAbsent(key, _ -> Unknowns.of(all(call), issuer, key.endpoint()));
        if (!unknown.steady()) {
            return put(call, key, unknown);
        }
        var like = new CallKey(
                call.caller(), call.action(), call.target(), call.revision(), call.decided(), call.members());
        var known = steady.get(like);
        if (known == null) {
            known = put(call, key, unknown);
            steady.put(like, known);
        }
        return known;
    }

    private Result put(RecordedCall call, WorldKey key, Unknowns unknown) throws PolicyUnavailableException {
        var all = worlds.computeIfAbsent(key, _ -> Worlds.of(unknown));
        if (all.isEmpty()) {
            return new Result.Untold("too many unknowns: " + unknown.text());
        }
        var had = unknown.had(call);
        var deciders = deciders(call, key, unknown);
        var possible = new LinkedHashMap<Outcome, Result.Decided>();
        for (var world : all.get()) {
            if (world.groups().containsAll(had) && fits(call, world, deciders)) {
                var decision = decide(policy, NOW, world.question(call));
                possible.putIfAbsent(
                        Outcome.of(decision), new Result.Decided(Outcome.of(decision), Outcome.why(decision), world));
            }
        }
        return certain(possible, unknown);
    }

    /// A policy that may have decided a call.
    ///
    /// @param lacked groups that the caller was not in, if this one decided
    private record Decider(FilePolicy policy, int place, Set<String> lacked) {}

    private List<Decider> deciders(RecordedCall call, WorldKey key, Unknowns unknown) {
        var deciders = new ArrayList<Decider>();
        for (var decider : past.of(call.revision())) {
            var place = past.all().indexOf(decider);
            var told = groups.computeIfAbsent(
                    new GroupsKey(place, key.issuer(), key.endpoint()),
                    _ -> Unknowns.groupsOf(decider, key.issuer(), key.endpoint()));
            deciders.add(new Decider(decider, place, unknown.lacked(call, told)));
        }
        return deciders;
    }

    /// Whether a policy that may have decided says in this world what was decided.
    private boolean fits(RecordedCall call, World world, List<Decider> deciders) throws PolicyUnavailableException {
        for (var decider : deciders) {
            if (world.groups().stream().noneMatch(decider.lacked()::contains)
                    && Outcome.of(decide(decider.policy(), decider.place(), world.question(call)))
                            .covers(call.decided())) {
                return true;
            }
        }
        return deciders.isEmpty();
    }

    private static Result certain(Map<Outcome, Result.Decided> possible, Unknowns unknown) {
        if (possible.isEmpty()) {
            return new Result.Untold("the policy given with --was does not decide so");
        }
        if (possible.size() == 1) {
            return possible.values().iterator().next();
        }
        if (possible.keySet().stream().allMatch(Outcome::isGranted)) {
            var grants = possible.keySet().stream()
                    .flatMap(outcome -> outcome.grants().stream())
                    .collect(Collectors.toSet());
            var shadow = possible.keySet().stream()
                    .flatMap(outcome -> outcome.shadow().stream())
                    .collect(Collectors.toSet());
            return new Result.Decided(
                    new Outcome(Reason.GRANTED.code(), grants, shadow),
                    "",
                    possible.values().iterator().next().world());
        }
        return new Result.Untold("it depends on " + unknown.text());
    }

    private boolean trusts(String issuer) {
        return policy.issuers().stream().map(TrustedIssuer::name).anyMatch(issuer::equals);
    }

    private List<FilePolicy> all(RecordedCall call) {
        var all = new ArrayList<>(List.of(policy));
        all.addAll(past.of(call.revision()));
        return all;
    }

    /// @param place of the policy among those of the past, or [#NOW]
    private Decision decide(FilePolicy by, int place, Question question) throws PolicyUnavailableException {
        var key = new RolesKey(place, question.principal().members());
        var known = roles.get(key);
        if (known == null) {
            known = by.rolesOf(question.principal());
            roles.put(key, known);
        }
        return DecisionPoint.decide(question, known, place);
    }

    /// Forgets what was used longest ago: callers, and endpoints that refused calls name, are as many as they are.
    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }
}
