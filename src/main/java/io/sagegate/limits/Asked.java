package io.sagegate.limits;

import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.RequestedTokens;
import io.sagegate.limits.tokens.UncountableException;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Price;
import java.util.Optional;

/// The demand of a call, as far as its body states it.
///
/// @param refusal why a limit in force refuses the body
/// @param shadow why a limit in shadow would refuse the body
record Asked(Demand demand, Optional<Admission.Uncountable> refusal, Optional<Admission.Uncountable> shadow) {
    /// A body that states no tokens for certain is refused where a limit counts them, and not for the sake of a price.
    static Asked of(Decision.Permit permit, String contentType, byte[] body) {
        if (!countsTokens(permit)) {
            return new Asked(Demand.ofSize(body.length), Optional.empty(), Optional.empty());
        }
        try {
            var demand = RequestedTokens.of(contentType, body, permit.grant().counting());
            return new Asked(demand, Optional.empty(), Optional.empty());
        } catch (UncountableException e) {
            var refusal = Optional.of(new Admission.Uncountable(String.valueOf(e.getMessage())));
            return new Asked(
                    Demand.ofSize(body.length),
                    refusal.filter(_ -> limitsTokens(permit, true)),
                    refusal.filter(_ -> limitsTokens(permit, false)));
        }
    }

    private static boolean limitsTokens(Decision.Permit permit, boolean inForce) {
        return permit.limits().stream()
                .anyMatch(limit -> limit.isEnforced() == inForce && Costs.countsTokens(limit.quota()));
    }

    /// Whether a limit or a price counts the tokens of the call.
    static boolean countsTokens(Decision.Permit permit) {
        for (var limit : permit.limits()) {
            if (Costs.countsTokens(limit.quota())) {
                return true;
            }
        }
        return permit.price().filter(Price::goesBySize).isPresent();
    }
}
