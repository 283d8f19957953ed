package io.sagegate.cli.drift;

import io.sagegate.cli.deployed.EndpointFacts;
import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// The policy against what is deployed: targets that are gone, and endpoints that nobody may call.
final class Targets {
    private final Side side;
    private final Map<String, EndpointFacts> deployed = new HashMap<>();
    private final List<Observation> found = new ArrayList<>();

    private Targets(Side side, List<EndpointFacts> endpoints) {
        this.side = side;
        endpoints.forEach(endpoint -> deployed.put(key(endpoint.name()), endpoint));
    }

    static List<Observation> of(Side side, List<EndpointFacts> endpoints) {
        var targets = new Targets(side, endpoints);
        var called = new TreeSet<String>();
        for (var reached : side.reached()) {
            if (side.isHere(reached.target())) {
                called.add(key(reached.target().name()));
                targets.look(reached);
            }
        }
        for (var endpoint : endpoints) {
            if (!called.contains(key(endpoint.name()))) {
                targets.found.add(Observation.open(
                        Harm.COST,
                        "nobody-may-call:" + endpoint.name(),
                        "the endpoint " + endpoint.name() + " is deployed, and no grant lets anybody call it",
                        "no grant or model of the policy names it",
                        side.correct("grant it to a role") + "; or delete the endpoint"));
            }
        }
        return targets.found;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void look(Reached reached) {
        var name = reached.target().name();
        var endpoint = deployed.get(key(name));
        if (endpoint == null) {
            add(reached, "endpoint", name, "there is no endpoint " + name + " here", "deployed are " + some(names()));
            return;
        }
        if (!endpoint.status().equals("InService")) {
            found.add(Observation.open(
                    Harm.OPERATION,
                    "status:" + endpoint.name(),
                    "the endpoint " + endpoint.name() + " is not in service",
                    "SageMaker says " + endpoint.status(),
                    "aws sagemaker describe-endpoint --endpoint-name " + endpoint.name() + " says why"));
        }
        reached.target()
                .variant()
                .filter(variant -> !endpoint.variants().contains(variant))
                .ifPresent(variant -> add(
                        reached,
                        "variant",
                        variant,
                        "the endpoint " + name + " has no variant " + variant,
                        "it has " + some(endpoint.variants())));
        reached.target()
                .component()
                .filter(component -> !endpoint.components().contains(component))
                .ifPresent(component -> add(
                        reached,
                        "component",
                        component,
                        "the endpoint " + name + " has no inference component " + component,
                        "it has " + some(endpoint.components())));
    }

    private List<String> names() {
        return deployed.values().stream().map(EndpointFacts::name).sorted().toList();
    }

    private static String some(List<String> names) {
        var most = 8;
        var first = String.join(", ", names.subList(0, Math.min(most, names.size())));
        return names.isEmpty()
                ? "none"
                : names.size() > most ? first + " and " + (names.size() - most) + " more" : first;
    }

    private void add(Reached reached, String kind, String name, String what, String setting) {
        found.add(Observation.open(
                Harm.MISMATCH,
                kind + "-gone:" + reached.id() + ":" + name,
                reached.where() + " leads nowhere: " + what,
                setting,
                side.correct("correct or remove " + reached.where())));
    }
}
