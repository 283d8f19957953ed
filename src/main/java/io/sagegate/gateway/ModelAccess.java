package io.sagegate.gateway;

import io.sagegate.api.OpenAiRequest;
import io.sagegate.api.Request;
import io.sagegate.gateway.Stage.Known;
import io.sagegate.identity.Principal;
import io.sagegate.policy.Action;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.ModelRoute;
import io.sagegate.policy.ModelRoutes;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Question;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// Which models a caller may use by name, and how. A name that is not there and one that is not granted look
/// the same.
record ModelAccess(
        Request request,
        Principal principal,
        List<Assignment> roles,
        long revision,
        Map<String, ModelRoutes> models,
        Instant now) {
    static ModelAccess of(Known known, Instant now) throws PolicyUnavailableException {
        var policy = known.policy();
        return new ModelAccess(
                known.received().request(),
                known.principal(),
                policy.rolesOf(known.principal()),
                policy.revision(),
                policy.models(),
                now);
    }

    /// The ways to serve a call, in the order to try them; none when the name is not for this caller.
    List<Hop> hops(OpenAiRequest asked, String operation) {
        var model = models.get(asked.model());
        if (model == null || !model.operations().contains(operation)) {
            return List.of();
        }
        return Hop.inOrder(
                permitted(model.routes(), asked.action()),
                permitted(model.fallbacks(), asked.action()),
                ThreadLocalRandom.current()::nextInt);
    }

    /// The names that the caller may use in one way at least.
    List<String> names() {
        return models.values().stream()
                .filter(model -> Stream.concat(model.routes().stream(), model.fallbacks().stream())
                        .anyMatch(route -> permit(route, Action.INVOKE)
                                .or(() -> permit(route, Action.INVOKE_STREAM))
                                .isPresent()))
                .map(ModelRoutes::name)
                .sorted()
                .toList();
    }

    private List<Hop> permitted(List<ModelRoute> routes, Action action) {
        var hops = new ArrayList<Hop>();
        for (var route : routes) {
            permit(route, action).ifPresent(permit -> hops.add(new Hop(route, permit)));
        }
        return hops;
    }

    private Optional<Decision.Permit> permit(ModelRoute route, Action action) {
        var question = new Question(principal, action, route.target(), request.facts(), now);
        return switch (DecisionPoint.decide(question, roles, revision)) {
            case Decision.Permit permit -> Optional.of(permit);
            case Decision.Deny _ -> Optional.empty();
        };
    }
}
