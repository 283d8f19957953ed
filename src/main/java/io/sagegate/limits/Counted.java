package io.sagegate.limits;

import io.sagegate.identity.Principal;
import io.sagegate.kit.Sha256;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Limit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A limit and the item whose counter it is counted on. The key holds no numbers of the limit and no revision, so
/// a changed policy finds the counters as they are.
///
/// @param plan how it is taken in batches, if it is
record Counted(Limit limit, String key, Optional<BatchPlan> plan) {
    private static final int MAX_KEY = 1_024;

    /// By its scope, and over the grant's endpoint or all of the role's.
    static Counted of(Limit limit, Grant grant, Principal principal) {
        var endpoint = limit.ofBinding() ? "" : grant.endpoint();
        return new Counted(
                limit,
                switch (limit.scope()) {
                    case PRINCIPAL -> principal(grant.role(), endpoint, principal);
                    case ROLE -> "role|" + grant.role() + "|" + endpoint;
                    case ENDPOINT -> "endpoint|" + grant.endpoint();
                },
                BatchPlan.of(limit));
    }

    /// Where two bindings put the same kind of limit on one counter, the stricter one counts.
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

    /// The items that hold the counter.
    List<String> keys() {
        return plan.map(batched -> IntStream.range(0, batched.shards())
                        .mapToObj(shard -> BatchPlan.key(key, shard))
                        .toList())
                .orElseGet(() -> List.of(key));
    }

    // The subject stands last, for it alone may hold the separator.
    private static String principal(String role, String endpoint, Principal principal) {
        var prefix = "principal|" + role + "|" + endpoint + "|" + principal.issuer() + "|";
        var key = prefix + principal.subject();
        return key.length() <= MAX_KEY ? key : prefix + "sha256|" + Sha256.hex(principal.subject());
    }
}
