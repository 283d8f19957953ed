package io.sagegate.policy.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts the `counting` of a model into the grants that reach it. Its calls are then counted alike by its name and
/// by its endpoint, and a decision reads no other item.
public final class ModelCounting {
    private static final Map<String, String> PARTS = Map.of(
            "component", "components", "variant", "variants", "targetModel", "targetModels", "container", "containers");

    /// A route of a model, with the model's `counting`.
    private record Way(String model, Map<?, ?> route, Object counting) {}

    private final List<Way> ways = new ArrayList<>();
    private final Consumer<PolicySyntaxException> errors;

    private ModelCounting(Consumer<PolicySyntaxException> errors) {
        this.errors = errors;
    }

    /// Returns the document with each model's `counting` in the grants that state none. If a grant reaches models
    /// that are counted differently, `errors` gets a problem: that grant must state its own `counting`.
    public static PolicyNode expand(PolicyNode document, Consumer<PolicySyntaxException> errors) {
        try {
            return new ModelCounting(errors).expanded(document);
        } catch (PolicySyntaxException e) {
            // This value has not the form of a document; the next reader says so at the right place.
            return document;
        }
    }

    private PolicyNode expanded(PolicyNode document) throws PolicySyntaxException {
        ways(document.member("models"));
        if (ways.stream().allMatch(way -> way.counting().equals(Map.of()))
                || !(document.member("roles").value() instanceof Map<?, ?> named)) {
            return document;
        }
        var roles = new LinkedHashMap<String, @Nullable Object>();
        for (var name : named.keySet()) {
            var role = document.member("roles").member(String.valueOf(name));
            roles.put(String.valueOf(name), role.value() instanceof List<?> ? grants(role) : role.value());
        }
        var whole = copy(document);
        whole.put("roles", roles);
        return new PolicyNode(whole, document.path());
    }

    private void ways(PolicyNode models) {
        if (!(models.value() instanceof Map<?, ?> named)) {
            return;
        }
        named.forEach((name, value) -> {
            if (value instanceof Map<?, ?> model) {
                var counting =
                        Optional.<Object>ofNullable(model.get("counting")).orElse(Map.of());
                way(String.valueOf(name), model, counting);
                for (var list : List.of("routes", "fallbacks")) {
                    if (model.get(list) instanceof List<?> routes) {
                        routes.forEach(route -> way(String.valueOf(name), route, counting));
                    }
                }
            }
        });
    }

    private void way(String model, @Nullable Object route, Object counting) {
        if (route instanceof Map<?, ?> members && members.get("endpoint") != null) {
            ways.add(new Way(model, members, counting));
        }
    }

    private List<@Nullable Object> grants(PolicyNode role) throws PolicySyntaxException {
        var grants = new ArrayList<@Nullable Object>();
        for (var grant : role.list()) {
            grants.add(grant.value() instanceof Map<?, ?> members ? grant(grant, members) : grant.value());
        }
        return grants;
    }

    private Object grant(PolicyNode node, Map<?, ?> grant) throws PolicySyntaxException {
        if (grant.get("counting") != null || "deny".equals(grant.get("effect"))) {
            return grant;
        }
        var found = new LinkedHashMap<Object, String>();
        ways.stream().filter(way -> reaches(grant, way.route())).forEach(way -> found.put(way.counting(), way.model()));
        if (found.size() > 1) {
            var names = new TreeMap<String, Object>();
            found.forEach((counting, model) -> names.put(model, counting));
            errors.accept(node.error("reaches models that are counted differently: " + String.join(", ", names.keySet())
                    + "; write counting into the grant"));
            return grant;
        }
        var whole = copy(node);
        found.keySet().stream().filter(counting -> !counting.equals(Map.of())).forEach(c -> whole.put("counting", c));
        return whole;
    }

    /// Whether a call under the grant can be aimed at the route's target. A call that names no part is aimed at a
    /// grant's single name.
    private static boolean reaches(Map<?, ?> grant, Map<?, ?> route) {
        return Objects.equals(route.get("endpoint"), grant.get("endpoint"))
                && PARTS.entrySet().stream()
                        .allMatch(part -> reaches(grant.get(part.getValue()), route.get(part.getKey())));
    }

    private static boolean reaches(@Nullable Object granted, @Nullable Object wanted) {
        var names = granted instanceof List<?> list ? list : List.of();
        return wanted == null ? names.size() <= 1 : names.contains(wanted);
    }

    private static Map<String, @Nullable Object> copy(PolicyNode node) throws PolicySyntaxException {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        node.map().forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }
}
