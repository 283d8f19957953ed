package io.sagegate.limits;

import io.sagegate.identity.Principal;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Limit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A limit and the item that holds its counter. The key contains neither the limit's numbers nor a policy revision.
/// So a changed policy continues to use the same counters.
///
/// @param plan how slots are taken in batches; empty if requests are taken one by one
record Counted(Limit limit, String key, Optional<BatchPlan> plan) {
    /// The counter is chosen by the limit's scope, and covers the grant's endpoint or all endpoints of the role.
    static Counted of(Limit limit, Grant grant, Principal principal) {
        var endpoint = limit.ofBinding() ? "" : grant.endpoint();
        var scope = limit.scope();
        var owner = switch (scope) {
            case PRINCIPAL -> new UsageKey(scope, grant.role(), endpoint, principal.issuer(), principal.subject());
            case ROLE -> new UsageKey(scope, grant.role(), endpoint, "", "");
            case ENDPOINT -> new UsageKey(scope, "", grant.endpoint(), "", "");
        };
        var counted = limit.isEnforced() ? owner : owner.beside();
        return new Counted(limit, counted.key(), BatchPlan.of(limit));
    }

    /// If two bindings put the same kind of limit on one counter, the stricter one counts.
    static List<Counted> all(List<Limit> limits, Grant grant, Principal principal) {
        var byCounter = new LinkedHashMap<String, Counted>();
        for (var limit : limits) {
            var counted = of(limit, grant, principal);
            byCounter.merge(
                    counted.key() + " " + limit.counter(),
                    counted,
                    (one, other) -> isStricter(one.limit(), other.limit()) ? one : other);
        }
        return List.copyOf(byCounter.values());
    }

    private static boolean isStricter(Limit one, Limit other) {
        return one.quota().amount() != other.quota().amount()
                ? one.quota().amount() < other.quota().amount()
                : Costs.most(one.quota()) <= Costs.most(other.quota());
    }

    /// The keys of the items that hold the counter.
    List<String> keys() {
        return plan.map(batched -> IntStream.range(0, batched.shards())
                        .mapToObj(shard -> BatchPlan.key(key, shard))
                        .toList())
                .orElseGet(() -> List.of(key));
    }
}
