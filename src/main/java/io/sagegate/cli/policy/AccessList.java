package io.sagegate.cli.policy;

import io.sagegate.cli.console.Flow;
import io.sagegate.cli.policy.document.Binding;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.policy.Action;
import io.sagegate.policy.Grant;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A policy spelt out: who may do, or may not do, what; and the rest of it that a change could touch.
final class AccessList {
    /// Members whose absence or presence the line says in words.
    private static final List<String> SAID = List.of("effect", "endpoint", "actions", "expires");

    private AccessList() {}

    /// One line for each member, action and grant, such as
    /// `okta:group:fraud may invoke fraud-xgb  (variants: [blue])`.
    static SortedSet<String> of(CompiledPolicy policy) throws PolicySyntaxException {
        var lines = new TreeSet<String>();
        for (var binding : policy.bindings()) {
            var role = policy.roles().get(binding.role());
            if (role == null) {
                continue;
            }
            var raw =
                    policy.document().root().member("roles").member(role.name()).list();
            for (var i = 0; i < role.grants().size(); i++) {
                for (var action : role.grants().get(i).actions()) {
                    lines.add(line(binding, role.grants().get(i), action, raw.get(i)));
                }
            }
        }
        return lines;
    }

    private static String line(Binding binding, Grant grant, Action action, PolicyNode raw)
            throws PolicySyntaxException {
        var verb = grant.effect() == Grant.Effect.ALLOW ? " may " : " is denied ";
        var details = new ArrayList<String>();
        binding.expires().ifPresent(end -> details.add("bound until " + end));
        if (!binding.limits().isAbsent()) {
            details.add("binding limits: " + Flow.of(binding.limits().value()));
        }
        grant.expires().ifPresent(end -> details.add("granted until " + end));
        raw.map().entrySet().stream()
                .filter(member -> !SAID.contains(String.valueOf(member.getKey())))
                .map(member -> member.getKey() + ": " + Flow.of(member.getValue()))
                .sorted()
                .forEach(details::add);
        var suffix = details.isEmpty() ? "" : "  (" + String.join("; ", details) + ")";
        return binding.member() + verb + action.code() + " " + grant.endpoint() + suffix;
    }

    /// Issuers, models and filters as one line each.
    static SortedSet<String> others(CompiledPolicy policy) throws PolicySyntaxException {
        var lines = new TreeSet<String>();
        for (var issuer : policy.document().root().member("issuers").list()) {
            lines.add("issuer " + Flow.of(sorted(issuer.map())));
        }
        policy.models().forEach((name, model) -> lines.add("model " + name + " = " + Flow.of(model.value())));
        policy.filters().forEach((name, filter) -> lines.add("filter " + name + " = " + Flow.of(filter.value())));
        var guards = policy.document().root().member("guards");
        if (!guards.isAbsent()) {
            guards.map().forEach((name, guard) -> lines.add("guard " + name + " = " + Flow.of(guard)));
        }
        return lines;
    }

    private static Map<String, @Nullable Object> sorted(Map<?, ?> map) {
        var sorted = new TreeMap<String, @Nullable Object>();
        map.forEach((name, value) -> sorted.put(String.valueOf(name), value));
        return sorted;
    }
}
