package io.sagegate.aws.dynamodb.policy;

import io.sagegate.identity.Principal;
import io.sagegate.identity.TrustedIssuer;
import io.sagegate.kit.BoundedCache;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Limit;
import io.sagegate.policy.ModelRoutes;
import io.sagegate.policy.Policy;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Role;
import io.sagegate.policy.document.LimitReader;
import io.sagegate.policy.document.ModelReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicyReader;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.policy.document.TagReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One revision of the policy, whose items are read on first use. It lives as long as the store's time to live.
final class DynamoDbPolicy implements Policy {
    private static final int MAX_MEMBERS = 20_000;
    private static final int MAX_ROLES = 5_000;

    private final PolicyLayout layout;
    private final List<TrustedIssuer> issuers;
    private final PolicyTable table;
    private final Kept<List<Bound>> bindings = new Kept<>(MAX_MEMBERS);
    private final Kept<Optional<Role>> roles = new Kept<>(MAX_ROLES);
    private final Kept<Map<String, ModelRoutes>> models = new Kept<>(1);

    DynamoDbPolicy(PolicyLayout layout, List<TrustedIssuer> issuers, PolicyTable table) {
        this.layout = layout;
        this.issuers = issuers;
        this.table = table;
    }

    @Override
    public long revision() {
        return layout.revision();
    }

    @Override
    public List<TrustedIssuer> issuers() {
        return issuers;
    }

    @Override
    public List<Assignment> rolesOf(Principal principal) throws PolicyUnavailableException {
        var bound = new ArrayList<Bound>();
        load(bindings, principal.members(), PolicyKeys::memberRow, this::readMember)
                .forEach(bound::addAll);
        var names = new LinkedHashSet<String>();
        bound.forEach(each -> names.add(each.role()));
        var byName = new HashMap<String, Role>();
        for (var role : load(roles, names, PolicyKeys::roleRow, this::readRole)) {
            role.ifPresent(found -> byName.put(found.name(), found));
        }
        var assignments = new ArrayList<Assignment>();
        for (var each : bound) {
            var role = byName.get(each.role());
            if (role == null) {
                // Only a change of the table by hand removes a bound role, so the gateway refuses to guess.
                throw new PolicyUnavailableException("a bound role is missing", null);
            }
            assignments.add(new Assignment(role, each.member(), each.expires(), each.limits(), each.tags()));
        }
        return assignments;
    }

    @Override
    public Map<String, ModelRoutes> models() throws PolicyUnavailableException {
        return load(models, List.of(PolicyKeys.MODELS), name -> name, DynamoDbPolicy::readModels)
                .getFirst();
    }

    private static Map<String, ModelRoutes> readModels(String name, Map<String, @Nullable Object> item)
            throws PolicySyntaxException {
        return ModelReader.models(new PolicyNode(item.get("models"), name));
    }

    private record Bound(
            String member, String role, Optional<Instant> expires, List<Limit> limits, Map<String, String> tags) {}

    private interface Reader<T> {
        T read(String name, Map<String, @Nullable Object> item) throws PolicySyntaxException;
    }

    /// Items that were read, and the reads of further items in progress.
    private record Kept<T>(BoundedCache<String, T> values, SharedReads<Map<String, String>, Map<String, T>> reads) {
        Kept(int max) {
            this(BoundedCache.of(max), new SharedReads<>());
        }

        Map<String, T> of(Collection<String> names) {
            var found = new HashMap<String, T>();
            for (var name : names) {
                values.get(name).ifPresent(value -> found.put(name, value));
            }
            return found;
        }

        void keep(Map<String, T> read) {
            read.forEach(values::put);
        }
    }

    private <T> List<T> load(Kept<T> kept, Collection<String> names, Function<String, String> row, Reader<T> reader)
            throws PolicyUnavailableException {
        var known = kept.of(names);
        var missing = new LinkedHashMap<String, String>();
        for (var name : names) {
            if (!known.containsKey(name)) {
                missing.put(name, layout.key(row.apply(name)));
            }
        }
        if (!missing.isEmpty()) {
            known.putAll(kept.reads().get(missing, () -> read(missing, reader)));
            kept.keep(known);
        }
        var values = new ArrayList<T>(names.size());
        for (var name : names) {
            values.add(known.get(name));
        }
        return values;
    }

    /// @param wanted the keys of the items, by name
    private <T> Map<String, T> read(Map<String, String> wanted, Reader<T> reader) throws PolicyUnavailableException {
        var items = table.items(wanted.values());
        var read = new HashMap<String, T>();
        for (var entry : wanted.entrySet()) {
            try {
                read.put(entry.getKey(), reader.read(entry.getKey(), items.getOrDefault(entry.getValue(), Map.of())));
            } catch (PolicySyntaxException e) {
                throw new PolicyUnavailableException("an item of revision " + revision() + " breaks the rules", e);
            }
        }
        return read;
    }

    /// Each entry is a role's name, or an object with the name and an expiry or limits.
    private List<Bound> readMember(String member, Map<String, @Nullable Object> item) throws PolicySyntaxException {
        var bound = new ArrayList<Bound>();
        for (var entry : new PolicyNode(item.get("roles"), member).list()) {
            if (entry.value() instanceof String) {
                bound.add(new Bound(member, entry.exact(), Optional.empty(), List.of(), Map.of()));
            } else {
                entry.onlyMembers(Set.of("role", "expires", "limits", "tags"));
                bound.add(new Bound(
                        member,
                        entry.member("role").exact(),
                        PolicyReader.expiry(entry.member("expires")),
                        LimitReader.ofBinding(entry.member("limits")),
                        TagReader.tags(entry.member("tags"))));
            }
        }
        return List.copyOf(bound);
    }

    private Optional<Role> readRole(String name, Map<String, @Nullable Object> item) throws PolicySyntaxException {
        return item.isEmpty()
                ? Optional.empty()
                : Optional.of(PolicyReader.role(name, new PolicyNode(item.get("grants"), name)));
    }
}
