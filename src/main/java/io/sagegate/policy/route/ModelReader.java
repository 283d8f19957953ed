package io.sagegate.policy.route;

import io.sagegate.policy.Names;
import io.sagegate.policy.PolicyNode;
import io.sagegate.policy.PolicySyntaxException;
import io.sagegate.policy.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Reads the `models` section: from a document being checked and from an item being loaded.
public final class ModelReader {
    private static final Set<String> TARGET =
            Set.of("endpoint", "component", "variant", "targetModel", "container", "containerModel");
    private static final int MAX_WEIGHT = 1_000;
    private static final int MAX_ROUTES = 16;

    private ModelReader() {}

    public static Map<String, ModelRoutes> models(PolicyNode section) throws PolicySyntaxException {
        var models = new LinkedHashMap<String, ModelRoutes>();
        if (section.isAbsent()) {
            return models;
        }
        for (var key : section.map().keySet()) {
            var name = String.valueOf(key);
            if (!name.matches("[A-Za-z0-9](?:[A-Za-z0-9._:/-]{0,126}[A-Za-z0-9])?")) {
                throw section.error("\"" + name + "\" is not a model name; use letters, digits and . _ : / -");
            }
            models.put(name, model(name, section.member(name)));
        }
        return models;
    }

    private static ModelRoutes model(String name, PolicyNode node) throws PolicySyntaxException {
        var operations = operations(node.member("operations"));
        if (node.member("routes").isAbsent()) {
            node.onlyMembers(union(TARGET, Set.of("fallbacks", "operations")));
            return new ModelRoutes(name, List.of(route(node, 1)), fallbacks(node), operations);
        }
        node.onlyMembers(Set.of("routes", "fallbacks", "operations"));
        var routes = new ArrayList<ModelRoute>();
        for (var entry : bounded(node.member("routes"))) {
            entry.onlyMembers(union(TARGET, Set.of("weight")));
            routes.add(route(entry, (int) entry.member("weight").whole(1, 0, MAX_WEIGHT)));
        }
        if (routes.stream().mapToInt(ModelRoute::weight).sum() == 0) {
            throw node.member("routes").error("at least one route needs a weight above 0");
        }
        return new ModelRoutes(name, routes, fallbacks(node), operations);
    }

    private static List<ModelRoute> fallbacks(PolicyNode node) throws PolicySyntaxException {
        var fallbacks = new ArrayList<ModelRoute>();
        for (var entry : bounded(node.member("fallbacks"))) {
            fallbacks.add(route(entry.onlyMembers(TARGET), 0));
        }
        return fallbacks;
    }

    private static List<PolicyNode> bounded(PolicyNode list) throws PolicySyntaxException {
        if (list.list().size() > MAX_ROUTES) {
            throw list.error("more than " + MAX_ROUTES + " entries");
        }
        return list.list();
    }

    private static Set<String> operations(PolicyNode node) throws PolicySyntaxException {
        if (node.isAbsent()) {
            return ModelRoutes.OPERATIONS;
        }
        for (var entry : node.list()) {
            if (!ModelRoutes.OPERATIONS.contains(entry.exact())) {
                throw entry.error("unknown operation; use chat, completions or embeddings");
            }
        }
        return node.exactSet();
    }

    private static ModelRoute route(PolicyNode node, int weight) throws PolicySyntaxException {
        var target = new Target(
                name(node.member("endpoint"), Names::isResource, "an endpoint name")
                        .orElseThrow(() -> node.error("missing endpoint")),
                name(node.member("variant"), Names::isResource, "a variant name"),
                name(node.member("component"), Names::isResource, "an inference component name"),
                name(node.member("targetModel"), Names::isTargetModel, "a target model"),
                name(node.member("container"), Names::isResource, "a container host name"));
        return new ModelRoute(target, weight, containerModel(node.member("containerModel")));
    }

    /// May be empty: vLLM takes an empty name for the model it serves.
    private static Optional<String> containerModel(PolicyNode node) throws PolicySyntaxException {
        return "".equals(node.value()) ? Optional.of("") : node.optionalText();
    }

    private static Optional<String> name(PolicyNode node, Predicate<String> valid, String what)
            throws PolicySyntaxException {
        if (node.isAbsent()) {
            return Optional.empty();
        }
        var name = node.exact();
        if (!valid.test(name)) {
            throw node.error("\"" + name + "\" is not " + what);
        }
        return Optional.of(name);
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        var all = new java.util.HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
