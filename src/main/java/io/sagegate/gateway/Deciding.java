package io.sagegate.gateway;

import io.sagegate.api.CallHeaders.InvalidHeaderException;
import io.sagegate.audit.StageTiming;
import io.sagegate.gateway.Stage.Known;
import io.sagegate.gateway.Stage.Permitted;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Question;
import java.time.InstantSource;

/// Asks the decision point about a call to an endpoint by its own name.
///
/// @param providing knows more of an input that was uploaded
/// @param clock tells what has expired
record Deciding(Providing providing, InstantSource clock) {
    /// Permits the call, or says why not.
    Step<Permitted> decide(Known known) throws PolicyUnavailableException, InvalidHeaderException {
        var direct = known.before().before().direct().orElseThrow();
        var policy = known.policy();
        var call = direct.call();
        var facts = providing.facts(known, call, direct.facts());
        var question = new Question(known.principal(), call.action(), call.target(), facts, clock.instant());
        var decision = known.received()
                .time(
                        StageTiming.Stage.POLICY,
                        () -> DecisionPoint.decide(question, policy.rolesOf(known.principal()), policy.revision()));
        return switch (decision) {
            case Decision.Permit permit ->
                Step.go(Permitted.of(known, permit, known.received().request(), false));
            case Decision.Deny deny -> Step.stop(new CallStage.Denied(known, deny), deny.reason());
        };
    }
}
