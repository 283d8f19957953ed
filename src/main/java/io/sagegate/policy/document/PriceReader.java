package io.sagegate.policy.document;

import io.sagegate.policy.Price;
import io.sagegate.policy.Prices;
import io.sagegate.policy.name.Names;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;

/// Reads prices: those of a document, each of an endpoint, a component or a model, and those of a grant, which
/// [GrantPrices] puts there.
public final class PriceReader {
    /// Prices of one document: as many as it may have endpoints and components that cost something.
    private static final int MOST = 1_000;

    private PriceReader() {}

    /// Checks the section of a document.
    ///
    /// @param models the names of its models
    public static void check(PolicyNode section, Set<String> models) throws PolicySyntaxException {
        if (section.list().size() > MOST) {
            throw section.error("more than " + MOST + " prices");
        }
        var problems = new Problems();
        for (var entry : section.list()) {
            problems.check(() -> entry(entry, models));
        }
        problems.raise();
    }

    private static Price entry(PolicyNode entry, Set<String> models) throws PolicySyntaxException {
        entry.onlyMembers(Set.of("endpoint", "component", "model", "price"));
        if (entry.member("endpoint").isAbsent() == entry.member("model").isAbsent()) {
            throw entry.error("a price is of an endpoint or of a model: name one of them");
        }
        if (!entry.member("model").isAbsent()) {
            if (!entry.member("component").isAbsent()) {
                throw entry.member("component").error("a model has its components itself; remove it");
            }
            if (!models.contains(entry.member("model").exact())) {
                throw entry.member("model")
                        .error("there is no model \"" + entry.member("model").exact() + "\""
                                + Suggestion.among(entry.member("model").exact(), models));
            }
        } else {
            var endpoint = entry.member("endpoint");
            if (!Names.isEndpoint(endpoint.exact())) {
                throw endpoint.error(Names.not(endpoint.exact(), Names.ENDPOINT));
            }
            if (!entry.member("component").isAbsent()) {
                component(entry.member("component"));
            }
        }
        return LimitText.price(entry.member("price"));
    }

    private static String component(PolicyNode node) throws PolicySyntaxException {
        if (!Names.isResource(node.exact())) {
            throw node.error(Names.not(node.exact(), Names.COMPONENT));
        }
        return node.exact();
    }

    static Prices ofGrant(PolicyNode list) throws PolicySyntaxException {
        if (list.isAbsent()) {
            return Prices.NONE;
        }
        if (list.list().size() > MOST) {
            throw list.error("more than " + MOST + " prices");
        }
        var endpoint = Optional.<Price>empty();
        var components = new HashMap<String, Price>();
        for (var entry : list.list()) {
            entry.onlyMembers(Set.of("component", "price"));
            var price = LimitText.price(entry.member("price"));
            var component = entry.member("component");
            var twice =
                    component.isAbsent() ? endpoint.isPresent() : components.put(component(component), price) != null;
            if (twice) {
                throw entry.error("is priced twice");
            }
            endpoint = component.isAbsent() ? Optional.of(price) : endpoint;
        }
        return new Prices(endpoint, components);
    }
}
