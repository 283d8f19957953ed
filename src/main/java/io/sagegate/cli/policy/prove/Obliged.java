package io.sagegate.cli.policy.prove;

import io.sagegate.cli.console.Flow;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.policy.Considered;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Limit;
import io.sagegate.policy.document.PolicySyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The obligations that a policy puts on the calls of each grant: limits, filters, guards and the like.
final class Obliged {
    private static final String LIMITS = "limits";

    private final Map<String, String> filters = new HashMap<>();
    private final Map<String, String> guards = new HashMap<>();

    private Obliged() {}

    /// Filters and guards are compared by what they say, not by their names.
    static Obliged of(CompiledPolicy policy) throws PolicySyntaxException {
        var obliged = new Obliged();
        var root = policy.document().root();
        for (var role : policy.roles().values()) {
            var raw = root.member("roles").member(role.name()).list();
            for (var i = 0; i < role.grants().size(); i++) {
                var id = role.grants().get(i).id();
                obliged.filters.put(id, rules(raw.get(i).member("filter").value()));
                obliged.guards.put(id, rules(raw.get(i).member("guard").value()));
            }
        }
        return obliged;
    }

    /// The rules of a filter or guard, which a compiled grant holds beside their name.
    private static String rules(@Nullable Object named) {
        if (!(named instanceof Map<?, ?> members)) {
            return named == null ? "" : Flow.of(named);
        }
        var rules = new HashMap<Object, @Nullable Object>(members);
        rules.remove("name");
        return Flow.of(rules);
    }

    /// The first obligation that is not as strict in a new permit as in the old one; empty if all are.
    Optional<String> looser(Decision.Permit before, Obliged after, Decision.Permit now) {
        return limits(now).containsAll(limits(before))
                ? others(before.grant(), after, now.grant())
                : Optional.of(LIMITS);
    }

    /// The same of two grants, whatever binding brings callers to them.
    Optional<String> looser(Grant before, Obliged after, Grant now) {
        return now.limits().containsAll(before.limits()) ? others(before, after, now) : Optional.of(LIMITS);
    }

    private Optional<String> others(Grant before, Obliged after, Grant now) {
        if (!isKept(filters.getOrDefault(before.id(), ""), after.filters.getOrDefault(now.id(), ""))) {
            return Optional.of("filter");
        }
        if (!isKept(guards.getOrDefault(before.id(), ""), after.guards.getOrDefault(now.id(), ""))) {
            return Optional.of("guard");
        }
        return looser(before, now);
    }

    private static boolean isKept(String before, String after) {
        return before.isEmpty() || before.equals(after);
    }

    private static Optional<String> looser(Grant old, Grant grant) {
        if (grant.obligations().passesErrors() && !old.obligations().passesErrors()) {
            return Optional.of("errors");
        }
        if (grant.customAttributes() && !old.customAttributes()) {
            return Optional.of("customAttributes");
        }
        if (!grant.assumeRole().equals(old.assumeRole())) {
            return Optional.of("assumeRole");
        }
        if (!grant.s3Inputs().stream().allMatch(place -> covers(old, place))) {
            return Optional.of("s3Inputs");
        }
        if (grant.slow().maxUploadBytes() > old.slow().maxUploadBytes()) {
            return Optional.of("maxUploadBytes");
        }
        if (grant.slow().queueOnSleep().isPresent()
                && !grant.slow().queueOnSleep().equals(old.slow().queueOnSleep())) {
            return Optional.of("onSleep");
        }
        if (!grant.counting().equals(old.counting())) {
            return Optional.of("counting");
        }
        return grant.prices().equals(old.prices()) ? Optional.empty() : Optional.of("prices");
    }

    private static boolean covers(Grant old, String place) {
        return old.s3Inputs().stream()
                .anyMatch(known -> known.equals(place) || (known.endsWith("/") && place.startsWith(known)));
    }

    /// As the policy has them, of the grant and of every binding that brings the caller to it.
    private static List<Limit> limits(Decision.Permit permit) {
        var limits = new ArrayList<>(permit.grant().limits());
        permit.considered().stream()
                .filter(each -> each.outcome() == Considered.Outcome.APPLIES
                        && each.grant().id().equals(permit.grant().id()))
                .forEach(each -> limits.addAll(each.assignment().limits()));
        return limits;
    }
}
