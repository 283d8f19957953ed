package io.sagegate.cli.policy.document;

import io.sagegate.cli.console.Finding;
import io.sagegate.identity.TrustedIssuer;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Role;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds issuers that read well and would not do as meant. Examples are audiences that never match, claims whose
/// meaning changed, and denials that a token escapes.
final class IssuerLint {
    private static final Pattern ENTRA_V2 = Pattern.compile("https://login\\.[a-z.]+/[0-9a-f-]{36}/v2\\.0");
    private static final Pattern CLIENT_ID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /// Claim names that issuers use for true or false; the value `true` is then meant, not the text.
    private static final Pattern TRUE_OR_FALSE = Pattern.compile("(?:.*_verified|(?:is|has)_?[A-Za-z].*)");

    private final CompiledPolicy policy;
    private final Map<String, PolicyNode> written = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private IssuerLint(CompiledPolicy policy) {
        this.policy = policy;
    }

    static List<Finding> of(CompiledPolicy policy) {
        var lint = new IssuerLint(policy);
        try {
            for (var node : policy.document().root().member("issuers").list()) {
                if (node.member("name").value() instanceof String name) {
                    lint.written.putIfAbsent(name, node);
                }
            }
            for (var issuer : policy.issuers()) {
                lint.issuer(issuer);
            }
        } catch (PolicySyntaxException e) {
            // This value has not the form of an issuer; a finding says so already.
            return lint.findings;
        }
        lint.denies();
        return lint.findings;
    }

    private void issuer(TrustedIssuer issuer) throws PolicySyntaxException {
        var node = written.get(issuer.name());
        if (node == null) {
            return;
        }
        if (ENTRA_V2.matcher(issuer.issuer()).matches()
                && issuer.claims().audience().equals("aud")) {
            entra(issuer, node.member("audiences"));
        }
        if (node.member("requiredClaims").value() instanceof Map<?, ?> required) {
            required.forEach((name, value) -> trueMeansTrue(node.path(), String.valueOf(name), value));
        }
    }

    private void entra(TrustedIssuer issuer, PolicyNode audiences) throws PolicySyntaxException {
        var hopeless = issuer.audiences().stream()
                .noneMatch(audience -> CLIENT_ID.matcher(audience).matches());
        for (var audience : audiences.list()) {
            if (audience.value() instanceof String text
                    && !CLIENT_ID.matcher(text).matches()) {
                var message = "never matches: in a v2.0 token of Entra ID the audience is the application's client id"
                        + " (a UUID), also where the scope says api://";
                findings.add(
                        hopeless
                                ? policy.document().error(new PolicySyntaxException(audience.path(), message))
                                : policy.document().warning(audience.path(), message));
            }
        }
    }

    private void trueMeansTrue(String issuer, String name, Object value) {
        if (Boolean.TRUE.equals(value) && !TRUE_OR_FALSE.matcher(name).matches()) {
            findings.add(policy.document()
                    .warning(
                            issuer + ".requiredClaims." + name,
                            "means the JSON value true, and no longer any text; for any text write {any: text}"));
        }
    }

    /// Finds denials of a group. Such a rule misses members of the group whose token does not name their groups.
    private void denies() {
        var issuers = policy.issuers().stream()
                .collect(Collectors.toMap(TrustedIssuer::name, issuer -> issuer, (first, _) -> first));
        for (var binding : policy.bindings()) {
            var parts = binding.member().split(":", 3);
            var issuer = issuers.get(parts[0]);
            if (issuer != null
                    && parts.length == 3
                    && parts[1].equals("group")
                    && !issuer.claims().groupsRequired()
                    && denies(policy.roles().get(binding.role()))) {
                findings.add(policy.document()
                        .warning(
                                binding.path(),
                                "role " + binding.role() + " denies, and a token without the groups claim escapes it;"
                                        + " set groupsRequired: true at issuer " + parts[0]));
            }
        }
    }

    private static boolean denies(@Nullable Role role) {
        return role != null && role.grants().stream().anyMatch(grant -> grant.effect() == Grant.Effect.DENY);
    }
}
