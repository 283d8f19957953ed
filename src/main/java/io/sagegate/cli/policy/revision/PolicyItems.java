package io.sagegate.cli.policy.revision;

import io.sagegate.aws.dynamodb.PolicyKeys;
import io.sagegate.cli.policy.document.Binding;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The items of a policy in its table: one for each thing that the gateway asks for by key.
final class PolicyItems {
    private final long revision;
    private final List<Map<String, @Nullable Object>> items = new ArrayList<>();

    private PolicyItems(long revision) {
        this.revision = revision;
    }

    static List<Map<String, @Nullable Object>> of(CompiledPolicy policy, long revision) throws PolicySyntaxException {
        var items = new PolicyItems(revision);
        var root = policy.document().root();
        items.add(PolicyKeys.issuers(revision), "issuers", orEmpty(root.member("issuers")));
        for (var role : policy.roles().keySet()) {
            items.add(
                    PolicyKeys.role(revision, role),
                    "grants",
                    root.member("roles").member(role).value());
        }
        for (var member : byMember(policy.bindings()).entrySet()) {
            items.add(PolicyKeys.member(revision, member.getKey()), "roles", member.getValue());
        }
        // The rules of filters and guards have no item: they are in the grants that name them.
        items.add(PolicyKeys.models(revision), "models", root.member("models").value());
        return items.items;
    }

    private void add(String id, String name, @Nullable Object value) {
        var item = new LinkedHashMap<String, @Nullable Object>();
        item.put(PolicyKeys.ID, id);
        item.put("revision", revision);
        item.put(name, value);
        items.add(item);
    }

    private static Object orEmpty(PolicyNode node) {
        return node.value() == null ? List.of() : node.value();
    }

    /// The entry of a binding: the role's name alone, if the binding says no more.
    private static Object entry(Binding binding) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("role", binding.role());
        binding.expires().ifPresent(expires -> members.put("expires", expires.toString()));
        if (!binding.limits().isAbsent()) {
            members.put("limits", binding.limits().value());
        }
        if (!binding.tags().isAbsent()) {
            members.put("tags", binding.tags().value());
        }
        return members.size() == 1 ? binding.role() : members;
    }

    private static Map<String, List<Object>> byMember(List<Binding> bindings) {
        var byMember = new TreeMap<String, List<Object>>();
        for (var binding : bindings) {
            var entry = entry(binding);
            var roles = byMember.computeIfAbsent(binding.member(), _ -> new ArrayList<>());
            if (!roles.contains(entry)) {
                roles.add(entry);
            }
        }
        return byMember;
    }
}
