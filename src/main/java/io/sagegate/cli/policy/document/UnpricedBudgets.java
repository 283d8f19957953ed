package io.sagegate.cli.policy.document;

import io.sagegate.policy.Grant;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Price;
import io.sagegate.policy.Quota;
import io.sagegate.policy.Role;
import io.sagegate.policy.document.LimitReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.policy.document.Problems;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Finds budgets in USD that state no price, where calls that they count have none either.
final class UnpricedBudgets {
    private UnpricedBudgets() {}

    static void check(PolicyNode root, Map<String, Role> roles, List<Binding> bindings) throws PolicySyntaxException {
        var problems = new Problems();
        for (var role : roles.values()) {
            var node = root.member("roles").member(role.name());
            for (var grant : role.grants()) {
                problems.check(() -> check(grant.limits(), List.of(grant), node));
            }
        }
        for (var binding : bindings) {
            var role = roles.get(binding.role());
            if (role != null && !binding.limits().isAbsent()) {
                problems.check(() -> check(LimitReader.ofBinding(binding.limits()), role.grants(), binding.limits()));
            }
        }
        problems.raise();
    }

    private static void check(List<Limit> limits, List<Grant> grants, PolicyNode node) throws PolicySyntaxException {
        if (limits.stream().noneMatch(UnpricedBudgets::needsPrice)) {
            return;
        }
        var unpriced = new TreeSet<String>();
        grants.forEach(grant -> unpriced.addAll(unpriced(grant)));
        if (!unpriced.isEmpty()) {
            throw node.error("a limit in USD counts calls without a price: " + String.join(", ", unpriced)
                    + "; name it under prices, or write the price into the limit, such as"
                    + " 5 USD per day at 0.01 USD per call");
        }
    }

    private static boolean needsPrice(Limit limit) {
        return limit.quota() instanceof Quota.Budget budget && budget.price().equals(Price.OF_CALLED);
    }

    private static Set<String> unpriced(Grant grant) {
        var names = new TreeSet<String>();
        if (grant.effect() == Grant.Effect.ALLOW && grant.prices().endpoint().isEmpty()) {
            if (grant.components().isEmpty()) {
                names.add(grant.endpoint());
            }
            grant.components().stream()
                    .filter(component -> !grant.prices().components().containsKey(component))
                    .forEach(component -> names.add(grant.endpoint() + "/" + component));
        }
        return names;
    }
}
