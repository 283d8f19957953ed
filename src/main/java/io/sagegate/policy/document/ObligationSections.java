package io.sagegate.policy.document;

import io.sagegate.policy.name.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts the rules that a grant names in the document's `filters` and `guards` into the grant. The grant's item then
/// holds all its rules, and a decision reads no other item.
public final class ObligationSections {
    private final Consumer<PolicySyntaxException> errors;
    private final Map<String, Object> filters = new LinkedHashMap<>();
    private final Map<String, Object> guards = new LinkedHashMap<>();

    private ObligationSections(Consumer<PolicySyntaxException> errors) {
        this.errors = errors;
    }

    /// Returns the document with each grant's `filter` and `guard` as `name` and `rules`; places stay as they are.
    /// Each problem of a filter, a guard or a name of one is given to `errors` once. A document with such a problem
    /// must not be applied.
    public static PolicyNode expand(PolicyNode document, Consumer<PolicySyntaxException> errors) {
        try {
            return new ObligationSections(errors).expanded(document);
        } catch (PolicySyntaxException e) {
            // This value has not the form of a document; the next reader says so at the right place.
            return document;
        }
    }

    private interface Reader {
        void read(String name, PolicyNode rules) throws PolicySyntaxException;
    }

    private PolicyNode expanded(PolicyNode document) throws PolicySyntaxException {
        section(document.member("filters"), filters, ObligationReader::filter);
        section(document.member("guards"), guards, ObligationReader::guard);
        var roles = new LinkedHashMap<String, @Nullable Object>();
        if (!(document.member("roles").value() instanceof Map<?, ?> named)) {
            return document;
        }
        for (var name : named.keySet()) {
            var role = document.member("roles").member(String.valueOf(name));
            roles.put(String.valueOf(name), role.value() instanceof List<?> ? grants(role) : role.value());
        }
        var whole = copy(document);
        whole.put("roles", roles);
        return new PolicyNode(whole, document.path());
    }

    /// Checks every filter and guard, also one that no grant uses.
    private void section(PolicyNode section, Map<String, Object> sound, Reader reader) {
        if (section.isAbsent()) {
            return;
        }
        try {
            for (var key : section.map().keySet()) {
                var name = String.valueOf(key);
                sound.put(name, List.of());
                read(name, section.member(name), sound, reader);
            }
        } catch (PolicySyntaxException e) {
            errors.accept(e);
        }
    }

    private void read(String name, PolicyNode rules, Map<String, Object> sound, Reader reader) {
        try {
            if (!Names.isPolicyName(name)) {
                throw rules.error("\"" + name + "\" is not a name; use a-z, 0-9, '.', '_' and '-'");
            }
            reader.read(name, rules);
            var value = rules.value();
            if (value != null) {
                sound.put(name, value);
            }
        } catch (PolicySyntaxException e) {
            errors.accept(e);
        }
    }

    private List<@Nullable Object> grants(PolicyNode role) throws PolicySyntaxException {
        var grants = new ArrayList<@Nullable Object>();
        for (var grant : role.list()) {
            grants.add(grant.value() instanceof Map<?, ?> ? grant(grant) : grant.value());
        }
        return grants;
    }

    private Object grant(PolicyNode grant) throws PolicySyntaxException {
        var whole = copy(grant);
        name(grant.member("filter"), "filters", filters, whole);
        name(grant.member("guard"), "guards", guards, whole);
        return whole;
    }

    private void name(
            PolicyNode reference, String section, Map<String, Object> sound, Map<String, @Nullable Object> grant)
            throws PolicySyntaxException {
        if (reference.isAbsent()) {
            return;
        }
        var member = section.substring(0, section.length() - 1);
        var name = reference.value() instanceof String text ? text : "";
        var rules = sound.get(name);
        if (rules == null) {
            errors.accept(reference.error(
                    "there is no " + member + " \"" + name + "\"" + Suggestion.among(name, sound.keySet())));
            grant.remove(member);
        } else if (rules.equals(List.of())) {
            // The member is wrong, and its problem was reported already.
            grant.remove(member);
        } else {
            // The order is always the same, since a person reads it.
            var named = new LinkedHashMap<String, Object>();
            named.put("name", reference.text());
            named.put("rules", rules);
            grant.put(member, named);
        }
    }

    private static Map<String, @Nullable Object> copy(PolicyNode node) throws PolicySyntaxException {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        node.map().forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }
}
