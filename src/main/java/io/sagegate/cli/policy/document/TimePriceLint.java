package io.sagegate.cli.policy.document;

import io.sagegate.cli.console.Finding;
import io.sagegate.policy.Action;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Price;
import io.sagegate.policy.Quota;
import io.sagegate.policy.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// Finds prices per second that calls from a queue escape: the gateway does not see how long a model works on them.
final class TimePriceLint {
    private TimePriceLint() {}

    static List<Finding> of(PolicyDocument document, Collection<Role> roles) {
        var findings = new ArrayList<Finding>();
        for (var role : roles) {
            for (var grant : role.grants()) {
                if (grant.actions().contains(Action.INVOKE_ASYNC)
                        && prices(grant).anyMatch(Price::goesByTime)) {
                    findings.add(document.warning(
                            "roles." + grant.id().replaceFirst("/(\\d+)$", "[$1]"),
                            "invoke-async costs nothing per second, since nobody here sees how long the model works on"
                                    + " such a call; price it per call or by tokens too"));
                }
            }
        }
        return findings;
    }

    private static Stream<Price> prices(Grant grant) {
        var own = Stream.concat(grant.prices().endpoint().stream(), grant.prices().components().values().stream());
        return Stream.concat(
                own,
                grant.limits().stream()
                        .flatMap(limit -> limit.quota() instanceof Quota.Budget budget
                                ? Stream.of(budget.price())
                                : Stream.of()));
    }
}
