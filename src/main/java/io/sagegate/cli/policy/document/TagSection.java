package io.sagegate.cli.policy.document;

import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.policy.document.Problems;
import io.sagegate.policy.document.Suggestion;
import io.sagegate.policy.document.TagReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The section `tags` of a document: tags of roles and of API-key clients. They are put into bindings, so that a
/// decision needs no other item.
record TagSection(PolicyNode root) {
    private static final String CLIENT = "key:";

    /// Checks the whole section: its form, and that each name it has is one of the document's.
    void check(Set<String> roles, List<Binding> bindings) throws PolicySyntaxException {
        var section = root.member("tags");
        if (section.isAbsent()) {
            return;
        }
        section.onlyMembers(Set.of("roles", "clients"));
        var clients = bindings.stream()
                .map(Binding::member)
                .filter(member -> member.startsWith(CLIENT))
                .map(member -> member.substring(CLIENT.length()))
                .collect(Collectors.toSet());
        var problems = new Problems();
        problems.check(() -> check(section.member("roles"), roles, "there is no role "));
        problems.check(() -> check(section.member("clients"), clients, "no binding names the client "));
        problems.raise();
    }

    private static void check(PolicyNode named, Set<String> known, String otherwise) throws PolicySyntaxException {
        if (named.isAbsent()) {
            return;
        }
        var problems = new Problems();
        for (var key : named.map().keySet()) {
            var name = String.valueOf(key);
            problems.check(() -> TagReader.tags(named.member(name)));
            if (!known.contains(name)) {
                problems.check(() -> {
                    throw named.member(name).error(otherwise + "\"" + name + "\"" + Suggestion.among(name, known));
                });
            }
        }
        problems.raise();
    }

    /// The tags of a member of a binding: its client's go before the binding's own, and these before the role's.
    PolicyNode of(String role, String member, PolicyNode own) throws PolicySyntaxException {
        if (root.member("tags").isAbsent()) {
            return own;
        }
        var all = new TreeMap<String, @Nullable Object>();
        var client = member.startsWith(CLIENT) ? member.substring(CLIENT.length()) : "";
        for (var tags : List.of(given("roles", role), members(own.value()), given("clients", client))) {
            all.putAll(tags);
        }
        if (all.size() > TagReader.MOST) {
            throw own.error("more than " + TagReader.MOST + " tags, with those of the role and the client");
        }
        return new PolicyNode(all.isEmpty() ? own.value() : all, own.path());
    }

    private Map<String, @Nullable Object> given(String kind, String name) {
        return root.value() instanceof Map<?, ?> document
                        && document.get("tags") instanceof Map<?, ?> section
                        && section.get(kind) instanceof Map<?, ?> named
                ? members(named.get(name))
                : Map.of();
    }

    private static Map<String, @Nullable Object> members(@Nullable Object tags) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        if (tags instanceof Map<?, ?> map) {
            map.forEach((name, value) -> members.put(String.valueOf(name), value));
        }
        return members;
    }
}
