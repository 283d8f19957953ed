package io.sagegate.cli.policy.revision;

import io.sagegate.aws.dynamodb.policy.PolicyKeys;
import io.sagegate.cli.policy.document.Binding;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.kit.Sha256;
import io.sagegate.policy.document.PolicySyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rows of a policy in its table: one for each thing that the gateway asks for by key.
///
/// @param issuers the list of issuers, which every revision writes anew
/// @param byName the attributes of each row
record PolicyRows(Object issuers, SortedMap<String, Map<String, @Nullable Object>> byName) {
    static PolicyRows of(CompiledPolicy policy) throws PolicySyntaxException {
        var rows = new TreeMap<String, Map<String, @Nullable Object>>();
        var root = policy.document().root();
        for (var role : policy.roles().keySet()) {
            put(
                    rows,
                    PolicyKeys.roleRow(role),
                    "grants",
                    root.member("roles").member(role).value());
        }
        byMember(policy.bindings()).forEach((member, roles) -> put(rows, PolicyKeys.memberRow(member), "roles", roles));
        // The rules of filters and guards have no row: they are in the grants that name them.
        put(rows, PolicyKeys.MODELS, "models", root.member("models").value());
        var issuers = root.member("issuers").value();
        return new PolicyRows(issuers == null ? List.of() : issuers, rows);
    }

    private static void put(
            Map<String, Map<String, @Nullable Object>> rows, String row, String name, @Nullable Object value) {
        var attributes = new LinkedHashMap<String, @Nullable Object>();
        attributes.put(name, value);
        rows.put(row, attributes);
    }

    /// A digest of all rows: two policies with the same digest have the same rows.
    String digest() {
        var digest = Sha256.digest();
        add(digest, byName);
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Each value begins with its kind and size, so different values never make the same bytes.
    private static void add(MessageDigest digest, @Nullable Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                var sorted = new TreeMap<String, @Nullable Object>();
                map.forEach((name, member) -> sorted.put(String.valueOf(name), member));
                add(digest, "map", Integer.toString(sorted.size()));
                sorted.forEach((name, member) -> {
                    add(digest, "name", name);
                    add(digest, member);
                });
            }
            case Collection<?> list -> {
                add(digest, "list", Integer.toString(list.size()));
                list.forEach(entry -> add(digest, entry));
            }
            case String text -> add(digest, "text", text);
            case null, default -> add(digest, "value", String.valueOf(value));
        }
    }

    private static void add(MessageDigest digest, String kind, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((kind + bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
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
