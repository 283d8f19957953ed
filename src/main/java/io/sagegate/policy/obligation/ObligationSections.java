package io.sagegate.policy.obligation;

import io.sagegate.policy.Names;
import io.sagegate.policy.PolicyNode;
import io.sagegate.policy.PolicySyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts the rules that a grant names from the document's `filters` and `guards` into the grant, so that an
/// item holds what it demands and a decision needs no other item.
public final class ObligationSections {
    private ObligationSections() {}

    /// The document with each grant's `filter` and `guard` as `name` and `rules`; places stay as they are.
    public static PolicyNode expand(PolicyNode document) throws PolicySyntaxException {
        check(document);
        if (document.member("roles").isAbsent()) {
            return document;
        }
        var roles = new LinkedHashMap<String, @Nullable Object>();
        for (var name : document.member("roles").map().keySet()) {
            var grants = new ArrayList<@Nullable Object>();
            for (var grant :
                    document.member("roles").member(String.valueOf(name)).list()) {
                grants.add(grant(grant, document));
            }
            roles.put(String.valueOf(name), grants);
        }
        var whole = copy(document);
        whole.put("roles", roles);
        return new PolicyNode(whole, document.path());
    }

    /// Every filter and guard must be right, also one that nobody uses.
    private static void check(PolicyNode document) throws PolicySyntaxException {
        for (var name : names(document.member("filters"))) {
            ObligationReader.filter(name, document.member("filters").member(name));
        }
        for (var name : names(document.member("guards"))) {
            ObligationReader.guard(name, document.member("guards").member(name));
        }
    }

    private static Iterable<String> names(PolicyNode section) throws PolicySyntaxException {
        var names = new ArrayList<String>();
        if (section.isAbsent()) {
            return names;
        }
        for (var name : section.map().keySet()) {
            if (!Names.isPolicyName(String.valueOf(name))) {
                throw section.error("\"" + name + "\" is not a name; use a-z, 0-9, '.', '_' and '-'");
            }
            names.add(String.valueOf(name));
        }
        return names;
    }

    private static @Nullable Object grant(PolicyNode grant, PolicyNode document) throws PolicySyntaxException {
        var filter = grant.member("filter");
        var guard = grant.member("guard");
        if (filter.isAbsent() && guard.isAbsent()) {
            return grant.value();
        }
        var whole = copy(grant);
        if (!filter.isAbsent()) {
            whole.put("filter", named(filter, document.member("filters")));
        }
        if (!guard.isAbsent()) {
            whole.put("guard", named(guard, document.member("guards")));
        }
        return whole;
    }

    private static Object named(PolicyNode reference, PolicyNode section) throws PolicySyntaxException {
        var name = reference.exact();
        if (section.isAbsent() || section.member(name).isAbsent()) {
            throw reference.error("there is no \"" + name + "\" in " + section.path());
        }
        var rules = new LinkedHashMap<String, @Nullable Object>();
        rules.put("name", name);
        rules.put("rules", section.member(name).value());
        return rules;
    }

    private static Map<String, @Nullable Object> copy(PolicyNode node) throws PolicySyntaxException {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        node.map().forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }
}
