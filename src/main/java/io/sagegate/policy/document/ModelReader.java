package io.sagegate.policy.document;

import io.sagegate.policy.ModelRoute;
import io.sagegate.policy.ModelRoutes;
import io.sagegate.policy.Target;
import io.sagegate.policy.name.Names;
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
        var problems = new Problems();
        for (var key : section.map().keySet()) {
            var name = String.valueOf(key);
            problems.check(() -> {
                if (!name.matches("[A-Za-z0-9](?:[A-Za-z0-9._:/-]{0,126}[A-Za-z0-9])?")) {
                    throw section.member(name)
                            .error("\"" + name + "\" is not a model name; use letters, digits and . _ : / -");
                }
                models.put(name, model(name, section.member(name)));
            });
        }
        problems.raise();
        return models;
    }

    private static ModelRoutes model(String name, PolicyNode node) throws PolicySyntaxException {
        var problems = new Problems();
        var operations = problems.read(() -> operations(node.member("operations")), Set.<String>of());
        var routes = problems.read(() -> routes(node), List.<ModelRoute>of());
        var fallbacks = problems.read(
                () -> bounded(node.member("fallbacks")).each(entry -> route(entry.onlyMembers(TARGET), 0)),
                List.<ModelRoute>of());
        var passesErrors = problems.read(() -> ErrorsReader.passes(node.member("errors")), false);
        // The grants that reach the model use this value: see ModelCounting.
        problems.check(() -> CountingReader.counting(node.member("counting")));
        problems.raise();
        return new ModelRoutes(name, routes, fallbacks, operations, passesErrors);
    }

    private static List<ModelRoute> routes(PolicyNode node) throws PolicySyntaxException {
        if (node.member("routes").isAbsent()) {
            node.onlyMembers(union(TARGET, Set.of("fallbacks", "operations", "errors", "counting")));
            return List.of(route(node, 1));
        }
        node.onlyMembers(Set.of("routes", "fallbacks", "operations", "errors", "counting"));
        var routes = bounded(node.member("routes")).each(entry -> {
            entry.onlyMembers(union(TARGET, Set.of("weight")));
            return route(entry, (int) entry.member("weight").whole(1, 0, MAX_WEIGHT));
        });
        if (routes.stream().mapToInt(ModelRoute::weight).sum() == 0) {
            throw node.member("routes").error("at least one route needs a weight above 0");
        }
        return routes;
    }

    private static PolicyNode bounded(PolicyNode list) throws PolicySyntaxException {
        if (list.list().size() > MAX_ROUTES) {
            throw list.error("more than " + MAX_ROUTES + " entries");
        }
        return list;
    }

    private static Set<String> operations(PolicyNode node) throws PolicySyntaxException {
        if (node.isAbsent()) {
            return ModelRoutes.OPERATIONS;
        }
        node.each(entry -> {
            if (!ModelRoutes.OPERATIONS.contains(entry.exact())) {
                throw entry.error("unknown operation; use chat, completions or embeddings");
            }
            return entry;
        });
        return node.exactSet();
    }

    private static ModelRoute route(PolicyNode node, int weight) throws PolicySyntaxException {
        var problems = new Problems();
        var none = Optional.<String>empty();
        var target = new Target(
                problems.read(
                        () -> name(node.member("endpoint"), Names::isEndpoint, Names.ENDPOINT)
                                .orElseThrow(() -> node.error("missing endpoint")),
                        ""),
                problems.read(() -> name(node.member("variant"), Names::isResource, Names.VARIANT), none),
                problems.read(() -> name(node.member("component"), Names::isResource, Names.COMPONENT), none),
                problems.read(() -> name(node.member("targetModel"), Names::isTargetModel, Names.MODEL), none),
                problems.read(() -> name(node.member("container"), Names::isResource, Names.CONTAINER), none));
        var containerModel = problems.read(() -> containerModel(node.member("containerModel")), none);
        problems.raise();
        return new ModelRoute(target, weight, containerModel);
    }

    /// The name may be empty: vLLM takes an empty name for the model it serves.
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
            throw node.error(Names.not(name, what));
        }
        return Optional.of(name);
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        var all = new java.util.HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
