package io.sagegate.policy;

import io.sagegate.identity.Principal;
import io.sagegate.reason.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// The models that a caller may use by name. A model that does not exist and one that is not granted look the same to
/// the caller.
public record ModelAccess(
        Facts facts,
        Principal principal,
        List<Assignment> roles,
        long revision,
        Map<String, ModelRoutes> models,
        Instant now) {
    /// The access of one caller under one policy.
    public static ModelAccess of(Policy policy, Principal principal, Facts facts, Instant now)
            throws PolicyUnavailableException {
        return new ModelAccess(facts, principal, policy.rolesOf(principal), policy.revision(), policy.models(), now);
    }

    /// The routes that a call to a model may take, or the reason why there are none.
    public sealed interface Found {
        /// The routes in the order to try them, at least one.
        ///
        /// @param passesErrors whether the caller may read the container's own error messages
        record Routes(List<Hop> hops, boolean passesErrors) implements Found {}

        /// No route may be taken.
        ///
        /// @param detail what the caller may ask of the model instead, where it may ask anything
        record None(Reason reason, Optional<String> detail) implements Found {
            None(Reason reason) {
                this(reason, Optional.empty());
            }

            None(Reason reason, String detail) {
                this(reason, Optional.of(detail));
            }
        }
    }

    /// Finds the routes for a call. A caller who may use the model in another way gets the reason. Any other caller
    /// cannot tell whether the name exists.
    public Found find(String name, Action action, String operation) {
        var model = models.get(name);
        if (model == null) {
            return new Found.None(Reason.NO_SUCH_MODEL);
        }
        var served = model.operations().contains(operation);
        var hops = served ? hops(model, action) : List.<Hop>of();
        if (!hops.isEmpty()) {
            return new Found.Routes(hops, model.passesErrors());
        }
        if (!isKnown(model)) {
            return new Found.None(Reason.NO_SUCH_MODEL);
        }
        return served
                ? refusal(model, action)
                : new Found.None(
                        Reason.OPERATION_NOT_SERVED,
                        "This model takes: "
                                + String.join(
                                        ", ",
                                        model.operations().stream().sorted().toList()) + ".");
    }

    private List<Hop> hops(ModelRoutes model, Action action) {
        return Hop.inOrder(
                permitted(model.routes(), action),
                permitted(model.fallbacks(), action),
                bound -> ThreadLocalRandom.current().nextInt(bound));
    }

    /// The names that the caller may use in at least one way, with at least some request body.
    public List<String> names() {
        return models.values().stream()
                .filter(this::isKnown)
                .map(ModelRoutes::name)
                .sorted()
                .toList();
    }

    private boolean isKnown(ModelRoutes model) {
        var some = roles.stream().map(Assignment::forSomeBody).toList();
        return routes(model)
                .anyMatch(route -> Stream.of(Action.INVOKE, Action.INVOKE_STREAM)
                        .anyMatch(action -> decide(route, action, some) instanceof Decision.Permit));
    }

    private static Stream<ModelRoute> routes(ModelRoutes model) {
        return Stream.concat(model.routes().stream(), model.fallbacks().stream());
    }

    /// The refusal of the route that came closest to being permitted.
    private Found.None refusal(ModelRoutes model, Action action) {
        var reasons = routes(model)
                .map(route -> decide(route, action, roles))
                .flatMap(decision -> decision instanceof Decision.Deny deny ? Stream.of(deny.reason()) : Stream.empty())
                .toList();
        var told =
                reasons.stream().filter(reason -> reason != Reason.NOT_GRANTED).findFirst();
        return told.map(Found.None::new)
                .orElseGet(() -> new Found.None(
                        Reason.NOT_GRANTED,
                        action == Action.INVOKE_STREAM
                                ? "This model is granted to you, but not for streaming."
                                : "This model is granted to you for streaming only."));
    }

    private List<Hop> permitted(List<ModelRoute> routes, Action action) {
        var hops = new ArrayList<Hop>();
        for (var route : routes) {
            if (decide(route, action, roles) instanceof Decision.Permit permit) {
                hops.add(new Hop(route, permit));
            }
        }
        return hops;
    }

    private Decision decide(ModelRoute route, Action action, List<Assignment> of) {
        return DecisionPoint.decide(new Question(principal, action, route.target(), facts, now), of, revision);
    }
}
