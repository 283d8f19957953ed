package io.sagegate.cli;

import io.sagegate.identity.Principal;
import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.Facts;
import io.sagegate.policy.Policy;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Question;
import io.sagegate.policy.Target;
import java.time.Instant;

/// A call that is not made: what the gateway would decide, by the gateway's own decision point.
record Imagined(Principal caller, Action action, Target target, Facts facts, Instant at) {
    Decision decide(Policy policy) throws PolicyUnavailableException {
        var question = new Question(caller, action, target, facts, at);
        return DecisionPoint.decide(question, policy.rolesOf(caller), policy.revision());
    }
}
