package io.sagegate.cli.policy.document;

import io.sagegate.cli.console.Finding;
import io.sagegate.policy.Grant;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.policy.document.Suggestion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Finds parts of a document that have no effect: expired, named by no other part, or naming nothing that exists.
final class IdleLint {
    private final CompiledPolicy policy;
    private final PolicyNode written;
    private final List<Finding> findings = new ArrayList<>();

    private IdleLint(CompiledPolicy policy, PolicyNode written) {
        this.policy = policy;
        this.written = written;
    }

    /// @param written the document before the rules of filters and guards were put into grants
    static List<Finding> of(CompiledPolicy policy, PolicyNode written, Instant now) {
        var lint = new IdleLint(policy, written);
        try {
            lint.expired(now);
            lint.unbound();
            lint.issuers();
            lint.unnamed("filters", "filter");
            lint.unnamed("guards", "guard");
            lint.models();
        } catch (PolicySyntaxException e) {
            // This value has not the form of a document; a finding says so already.
            return lint.findings;
        }
        return lint.findings;
    }

    private void expired(Instant now) {
        for (var role : policy.roles().values()) {
            for (var grant : role.grants()) {
                grant.expires()
                        .filter(end -> !end.isAfter(now))
                        .ifPresent(end -> warning(
                                path(grant) + ".expires", "never applies: this grant ended at " + end + "; remove it"));
            }
        }
        var places = new HashSet<String>();
        for (var binding : policy.bindings()) {
            var place = binding.path().replaceFirst("\\.members\\[\\d+]$", ".expires");
            binding.expires()
                    .filter(end -> !end.isAfter(now) && places.add(place))
                    .ifPresent(end -> warning(place, "binds nobody: it ended at " + end + "; remove it"));
        }
    }

    private static String path(Grant grant) {
        return "roles." + grant.id().replaceFirst("/(\\d+)$", "[$1]");
    }

    private void unbound() {
        var bound = policy.bindings().stream().map(Binding::role).collect(Collectors.toSet());
        for (var role : policy.roles().keySet()) {
            if (!bound.contains(role)) {
                warning("roles." + role, "nobody has this role; bind it or remove it");
            }
        }
    }

    private void issuers() throws PolicySyntaxException {
        var named = new HashSet<String>();
        policy.bindings().forEach(binding -> named.add(binding.member().split(":", 2)[0]));
        for (var issuer : written.member("issuers").list()) {
            if (issuer.member("name").value() instanceof String name && !named.contains(name)) {
                warning(issuer.path(), "no binding names anybody of issuer \"" + name + "\"");
            }
            var keys = issuer.member(issuer.member("jwksUri").isAbsent() ? "issuer" : "jwksUri");
            if (keys.value() instanceof String address && !isFetched(address)) {
                warning(
                        keys.path(),
                        "the gateway fetches keys from https:// only, so no token of this issuer can be verified");
            }
        }
    }

    private static boolean isFetched(String address) {
        return address.startsWith("https://")
                || address.matches("http://(?:127\\.0\\.0\\.1|localhost|\\[::1])(?:[:/].*)?");
    }

    private void unnamed(String section, String member) throws PolicySyntaxException {
        if (!(written.member(section).value() instanceof Map<?, ?> things)) {
            return;
        }
        var named = new HashSet<Object>();
        if (written.member("roles").value() instanceof Map<?, ?> roles) {
            for (var grants : roles.values()) {
                if (grants instanceof List<?> list) {
                    list.forEach(grant -> {
                        if (grant instanceof Map<?, ?> members && members.get(member) instanceof String name) {
                            named.add(name);
                        }
                    });
                }
            }
        }
        for (var name : things.keySet()) {
            if (!named.contains(String.valueOf(name))) {
                warning(section + "." + name, "no grant names this " + member + "; name it or remove it");
            }
        }
    }

    private void models() throws PolicySyntaxException {
        var granted = new TreeSet<String>();
        for (var role : policy.roles().values()) {
            role.grants().stream()
                    .filter(grant -> grant.effect() == Grant.Effect.ALLOW)
                    .forEach(grant -> granted.add(grant.endpoint()));
        }
        for (var model : policy.models().values()) {
            route(model, granted);
            for (var list : List.of("routes", "fallbacks")) {
                for (var route : model.member(list).list()) {
                    route(route, granted);
                }
            }
        }
    }

    private void route(PolicyNode route, Set<String> granted) throws PolicySyntaxException {
        var endpoint = route.member("endpoint");
        if (endpoint.value() instanceof String name && !granted.contains(name)) {
            warning(
                    endpoint.path(),
                    "no grant allows endpoint \"" + name + "\", so nobody can be sent there"
                            + Suggestion.among(name, granted));
        }
    }

    private void warning(String path, String message) {
        findings.add(policy.document().warning(path, message));
    }
}
