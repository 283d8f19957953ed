package io.sagegate.policy.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts the `prices` of a document into the grants of what they price, so that a decision needs no other item.
public final class GrantPrices {
    /// By endpoint, and then by component; an empty component is the endpoint itself.
    private final Map<String, Map<String, String>> prices = new LinkedHashMap<>();

    private final Consumer<PolicySyntaxException> errors;

    private GrantPrices(Consumer<PolicySyntaxException> errors) {
        this.errors = errors;
    }

    /// The document with the prices in its grants. Whatever has two prices is told to `errors`.
    public static PolicyNode expand(PolicyNode document, Consumer<PolicySyntaxException> errors) {
        try {
            var all = new GrantPrices(errors);
            all.read(document);
            return all.prices.isEmpty() ? document : all.expanded(document);
        } catch (PolicySyntaxException e) {
            // Not the form of a document at all: whoever reads it next says so at the right place.
            return document;
        }
    }

    private void read(PolicyNode document) throws PolicySyntaxException {
        if (!(document.member("prices").value() instanceof List<?>)) {
            return;
        }
        for (var entry : document.member("prices").list()) {
            if (entry.value() instanceof Map<?, ?> members && members.get("price") instanceof String price) {
                if (members.get("model") instanceof String model) {
                    var routes = document.member("models").member(model).value();
                    places(routes).forEach(place -> add(entry, place, price));
                } else if (members.get("endpoint") instanceof String endpoint) {
                    add(entry, new Place(endpoint, text(members.get("component"))), price);
                }
            }
        }
    }

    private record Place(String endpoint, String component) {}

    /// Where calls of a model go: each place once, however many routes lead there.
    private static Set<Place> places(@Nullable Object model) {
        var places = new LinkedHashSet<Place>();
        if (model instanceof Map<?, ?> members) {
            if (members.get("endpoint") instanceof String endpoint) {
                places.add(new Place(endpoint, text(members.get("component"))));
            }
            for (var list : List.of("routes", "fallbacks")) {
                if (members.get(list) instanceof List<?> routes) {
                    routes.forEach(route -> places.addAll(places(route)));
                }
            }
        }
        return places;
    }

    private void add(PolicyNode entry, Place place, String price) {
        var known = prices.computeIfAbsent(place.endpoint(), _ -> new LinkedHashMap<>());
        var before = known.putIfAbsent(place.component(), price);
        if (before != null) {
            errors.accept(entry.error(place.endpoint() + (place.component().isEmpty() ? "" : "/" + place.component())
                    + " is priced twice: " + before + ", and " + price));
        }
    }

    private PolicyNode expanded(PolicyNode document) throws PolicySyntaxException {
        if (!(document.member("roles").value() instanceof Map<?, ?> named)) {
            return document;
        }
        var roles = new LinkedHashMap<String, @Nullable Object>();
        for (var role : named.entrySet()) {
            roles.put(String.valueOf(role.getKey()), grants(role.getValue()));
        }
        var whole = copy(document.map());
        whole.put("roles", roles);
        return new PolicyNode(whole, document.path());
    }

    private @Nullable Object grants(@Nullable Object role) {
        if (!(role instanceof List<?> grants)) {
            return role;
        }
        var priced = new ArrayList<@Nullable Object>();
        grants.forEach(grant -> priced.add(grant instanceof Map<?, ?> members ? grant(members) : grant));
        return priced;
    }

    /// A grant that states prices itself keeps them.
    private Object grant(Map<?, ?> grant) {
        var known = prices.getOrDefault(text(grant.get("endpoint")), Map.of());
        if (grant.get("prices") != null || "deny".equals(grant.get("effect"))) {
            return grant;
        }
        var components = grant.get("components") instanceof List<?> list ? list : List.of();
        var prices = new ArrayList<Map<String, Object>>();
        known.forEach((component, price) -> {
            if (component.isEmpty()) {
                prices.add(Map.of("price", price));
            } else if (components.contains(component)) {
                prices.add(Map.of("component", component, "price", price));
            }
        });
        if (prices.isEmpty()) {
            return grant;
        }
        var whole = copy(grant);
        whole.put("prices", prices);
        return whole;
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }

    private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }
}
