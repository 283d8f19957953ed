package io.sagegate.cli.policy;

import io.sagegate.cli.console.Flow;
import io.sagegate.cli.policy.document.Binding;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.policy.Action;
import io.sagegate.policy.Grant;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A policy as a list of lines: each permission and denial, and every other part that a change could touch.
final class AccessList {
    /// Members whose absence or presence the line puts in words.
    private static final List<String> SAID = List.of("effect", "endpoint", "actions", "expires");

    private AccessList() {}

    /// Returns one line for each member, action and grant, such as `okta:group:fraud may invoke fraud-xgb
    /// (variants: [blue])`.
    static SortedSet<Access> of(CompiledPolicy policy) throws PolicySyntaxException {
        var lines = new TreeSet<Access>();
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

    private static Access line(Binding binding, Grant grant, Action action, PolicyNode raw)
            throws PolicySyntaxException {
        var details = new LinkedHashMap<String, String>();
        binding.expires().ifPresent(end -> details.put("bound until", " " + end));
        if (!binding.limits().isAbsent()) {
            details.put("binding limits", ": " + Flow.of(binding.limits().value()));
        }
        if (!binding.tags().isAbsent()) {
            details.put("binding tags", ": " + Flow.of(binding.tags().value()));
        }
        grant.expires().ifPresent(end -> details.put("granted until", " " + end));
        raw.map().entrySet().stream()
                .filter(member -> !SAID.contains(String.valueOf(member.getKey())))
                .sorted(Comparator.comparing(member -> String.valueOf(member.getKey())))
                .forEach(member -> details.put(String.valueOf(member.getKey()), ": " + Flow.of(member.getValue())));
        return new Access(binding.member(), Access.Kind.of(grant), action.code(), grant.endpoint(), details);
    }

    /// Issuers, models, filters and guards, each by kind and name.
    static SortedMap<String, String> others(CompiledPolicy policy) throws PolicySyntaxException {
        var others = new TreeMap<String, String>();
        for (var issuer : policy.document().root().member("issuers").list()) {
            others.put("issuer " + issuer.member("name").value(), Flow.of(issuer.map()));
        }
        policy.models().forEach((name, model) -> others.put("model " + name, Flow.of(model.value())));
        policy.filters().forEach((name, filter) -> others.put("filter " + name, Flow.of(filter.value())));
        var guards = policy.document().root().member("guards");
        if (!guards.isAbsent()) {
            guards.map().forEach((name, guard) -> others.put("guard " + name, Flow.of(guard)));
        }
        return others;
    }
}
