package io.sagegate.cli.policy.document;

import io.sagegate.cli.console.Finding;
import io.sagegate.identity.TrustedIssuer;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Role;
import io.sagegate.policy.document.GrantPrices;
import io.sagegate.policy.document.LimitReader;
import io.sagegate.policy.document.ModelCounting;
import io.sagegate.policy.document.ModelReader;
import io.sagegate.policy.document.ObligationSections;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicyReader;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.policy.document.PriceReader;
import io.sagegate.policy.document.Problems;
import io.sagegate.policy.document.TagReader;
import io.sagegate.policy.name.Names;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Compiles a document with the gateway's own reader. It collects all problems instead of stopping at the first.
public final class PolicyCompiler {
    private static final Set<String> SECTIONS =
            Set.of("issuers", "roles", "bindings", "models", "filters", "guards", "prices", "tags");

    private final List<Finding> findings = new ArrayList<>();
    private final PolicyDocument written;
    private final PolicyDocument document;

    private PolicyCompiler(PolicyDocument document) {
        this.written = document;
        var obliged = ObligationSections.expand(document.root(), e -> report(document, e));
        var counted = ModelCounting.expand(obliged, e -> report(document, e));
        this.document = document.with(GrantPrices.expand(counted, e -> report(document, e)));
    }

    public static CompiledPolicy compile(PolicyDocument document) {
        return compile(document, InstantSource.system());
    }

    /// Compiles a document, or throws with all its findings.
    ///
    /// @param clock the time that expiry is compared with
    public static CompiledPolicy compile(PolicyDocument document, InstantSource clock) {
        return new PolicyCompiler(document).compile(clock.instant());
    }

    /// Reads a document that was checked when it was applied. It finds only breaches of the rules. The search for
    /// probable mistakes is left out, since it takes as long again.
    public static CompiledPolicy read(PolicyDocument document) {
        return new PolicyCompiler(document).compiled();
    }

    /// A step that may find the document wrong.
    @FunctionalInterface
    private interface Step {
        void run() throws PolicySyntaxException;
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (PolicySyntaxException e) {
            report(document, e);
        }
    }

    private void report(PolicyDocument where, PolicySyntaxException problem) {
        problem.all().forEach(each -> findings.add(where.error(each)));
    }

    private CompiledPolicy compile(Instant now) {
        var compiled = compiled();
        if (document.root().value() != null) {
            findings.addAll(PolicyLint.of(compiled));
            findings.addAll(IssuerLint.of(compiled));
            findings.addAll(IdleLint.of(compiled, written.root(), now));
            findings.addAll(TimePriceLint.of(document, compiled.roles().values()));
            findings.addAll(ShadowLint.of(document, written.root(), LocalDate.ofInstant(now, ZoneOffset.UTC)));
        }
        return compiled;
    }

    private CompiledPolicy compiled() {
        var issuers = new ArrayList<TrustedIssuer>();
        var roles = new LinkedHashMap<String, Role>();
        var bindings = new ArrayList<Binding>();
        var models = new LinkedHashMap<String, PolicyNode>();
        var filters = new LinkedHashMap<String, PolicyNode>();
        var root = document.root();
        attempt(() -> {
            root.map();
            attempt(() -> root.onlyMembers(SECTIONS));
            attempt(() -> issuers(root.member("issuers"), issuers));
            attempt(() -> roles(root.member("roles"), roles));
            var tags = new TagSection(root);
            attempt(() -> bindings(root.member("bindings"), tags, bindings));
            attempt(() -> tags.check(roles.keySet(), bindings));
            attempt(() -> models(root.member("models"), models));
            attempt(() -> named(root.member("filters"), filters));
            attempt(() -> PriceReader.check(root.member("prices"), models.keySet()));
            attempt(() -> UnpricedBudgets.check(root, roles, bindings));
        });
        return new CompiledPolicy(document, issuers, roles, bindings, models, filters, findings);
    }

    private void issuers(PolicyNode section, List<TrustedIssuer> issuers) throws PolicySyntaxException {
        var names = new HashSet<String>();
        var addresses = new HashSet<String>();
        for (var node : section.list()) {
            attempt(() -> {
                var issuer = PolicyReader.issuer(node);
                issuers.add(issuer);
                if (!names.add(issuer.name())) {
                    throw node.member("name").error("an issuer of this name is there already");
                }
                if (!addresses.add(issuer.issuer())) {
                    throw node.member("issuer").error("an issuer of this address is there already");
                }
            });
        }
    }

    private void roles(PolicyNode section, SequencedMap<String, Role> roles) throws PolicySyntaxException {
        if (section.isAbsent()) {
            return;
        }
        for (var key : section.map().keySet()) {
            var name = String.valueOf(key);
            var grants = new ArrayList<Grant>();
            var node = section.member(name);
            attempt(() -> {
                var index = 0;
                for (var grant : node.list()) {
                    var id = name + "/" + index++;
                    attempt(() -> grants.add(PolicyReader.grant(id, grant)));
                }
            });
            // The role's name is known even if one of its grants is wrong. Otherwise every binding to it would be
            // wrong too.
            roles.put(name, new Role(name, grants));
            if (!Names.isPolicyName(name)) {
                attempt(() -> {
                    throw node.error("\"" + name + "\" is not a role name; use a-z, 0-9, '.', '_' and '-'");
                });
            } else if (node.isAbsent() || List.of().equals(node.value())) {
                attempt(() -> {
                    throw node.error("a role needs at least one grant");
                });
            }
        }
    }

    private void bindings(PolicyNode section, TagSection tags, List<Binding> bindings) throws PolicySyntaxException {
        for (var node : section.list()) {
            attempt(() -> bindings.addAll(binding(node, tags)));
        }
    }

    private List<Binding> binding(PolicyNode node, TagSection tags) throws PolicySyntaxException {
        node.map();
        attempt(() -> node.onlyMembers(Set.of("role", "members", "expires", "limits", "tags")));
        attempt(() -> LimitReader.ofBinding(node.member("limits")));
        attempt(() -> TagReader.tags(node.member("tags")));
        attempt(() -> {
            if (node.member("members").list().isEmpty()) {
                throw node.error("a binding needs its members");
            }
            node.member("members").exactSet();
        });
        var problems = new Problems();
        var role = problems.read(() -> node.member("role").exact(), "");
        var expires = problems.read(() -> PolicyReader.expiry(node.member("expires")), Optional.<Instant>empty());
        problems.raise();
        var bindings = new ArrayList<Binding>();
        for (var member : node.member("members").list()) {
            if (member.value() instanceof String name && !name.isBlank()) {
                var all = tags.of(role, name, node.member("tags"));
                bindings.add(new Binding(role, name, expires, node.member("limits"), all, member.path()));
            }
        }
        return bindings;
    }

    private static void models(PolicyNode section, Map<String, PolicyNode> models) throws PolicySyntaxException {
        for (var name : ModelReader.models(section).keySet()) {
            models.put(name, section.member(name));
        }
    }

    private void named(PolicyNode section, Map<String, PolicyNode> things) throws PolicySyntaxException {
        if (section.isAbsent()) {
            return;
        }
        for (var key : section.map().keySet()) {
            var name = String.valueOf(key);
            things.put(name, section.member(name));
            if (!Names.isPolicyName(name)) {
                attempt(() -> {
                    throw section.member(name).error("\"" + name + "\" is not a name; use a-z, 0-9, '.', '_' and '-'");
                });
            }
        }
    }
}
