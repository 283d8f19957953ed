package io.sagegate.gateway;

import io.sagegate.api.Explanations;
import io.sagegate.api.Hypothetical;
import io.sagegate.api.OpenAi;
import io.sagegate.api.Problem;
import io.sagegate.api.Response;
import io.sagegate.api.Route;
import io.sagegate.audit.StageTiming;
import io.sagegate.gateway.Stage.Known;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.ModelAccess;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.reason.Reason;
import java.time.InstantSource;

/// Answers requests of callers about their own access. No model is called and nothing is charged. Thread-safe.
final class Inquiries {
    private final Limiter limiter;
    private final InstantSource clock;

    Inquiries(Limiter limiter, InstantSource clock) {
        this.limiter = limiter;
        this.clock = clock;
    }

    /// Answers `GET /whoami`: the caller's identity, its grants, and where its limits stand.
    Outcome whoAmI(Known known) throws PolicyUnavailableException {
        var caller = known.principal();
        var assignments = known.policy().rolesOf(caller);
        try {
            var limits = limiter.peek(caller, assignments);
            return answered(
                    known,
                    Explanations.whoAmI(caller, assignments, known.policy().revision(), limits));
        } catch (UsageUnavailableException e) {
            known.received().faults().report(e);
            return Outcome.Refused.at(known, Reason.USAGE_UNAVAILABLE);
        }
    }

    /// Answers `POST /explain`: the decision about a call of this caller.
    Outcome explain(Known known) throws PolicyUnavailableException {
        var request = known.received().request();
        try {
            var asked = Hypothetical.of(request.body());
            return answered(
                    known,
                    asked.model().isPresent()
                            ? explained(known, asked, asked.model().get())
                            : Explanations.decision(decided(known, asked)));
        } catch (Hypothetical.NotUnderstoodException e) {
            var problem = Problem.of(Reason.MALFORMED_BODY, String.valueOf(e.getMessage()));
            return new Outcome.Refused(known, Refusal.of(problem));
        }
    }

    private Decision decided(Known known, Hypothetical asked) throws PolicyUnavailableException {
        var policy = known.policy();
        var sourceIp = known.received().request().sourceIp();
        var question = asked.asked(known.principal(), sourceIp, clock.instant());
        return DecisionPoint.decide(question, policy.rolesOf(known.principal()), policy.revision());
    }

    private Response explained(Known known, Hypothetical asked, Hypothetical.Named named)
            throws PolicyUnavailableException {
        var facts = asked.facts(known.received().request().sourceIp());
        var access = ModelAccess.of(
                known.policy(), known.principal(), facts, asked.at().orElseGet(clock::instant));
        return switch (access.find(named.model(), asked.action(), named.operation())) {
            case ModelAccess.Found.None none ->
                Explanations.refusal(Problem.of(none), known.policy().revision());
            case ModelAccess.Found.Routes(var hops, var _) ->
                Explanations.decision(hops.getFirst().permit());
        };
    }

    /// Answers `GET /v1/models`: the models that the caller may use, or one of them.
    Outcome models(Known known, Route.Models wanted) throws PolicyUnavailableException {
        var names = known.received()
                .time(
                        StageTiming.Stage.POLICY,
                        () -> known.access(clock.instant()).names());
        if (wanted.name().isEmpty()) {
            return answered(known, OpenAi.models(names));
        }
        var name = wanted.name().get();
        return names.contains(name)
                ? answered(known, OpenAi.json(OpenAi.model(name)))
                : Outcome.Refused.at(known, Reason.NO_SUCH_MODEL);
    }

    private static Outcome answered(Stage last, Response response) {
        return new Outcome.Answered(last, Reason.ANSWERED, response);
    }
}
