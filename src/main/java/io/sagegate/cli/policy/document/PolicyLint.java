package io.sagegate.cli.policy.document;

import io.sagegate.cli.console.Finding;
import io.sagegate.identity.TrustedIssuer;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.policy.document.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds problems that only the whole document shows: names that nothing defines, and rules that never apply.
final class PolicyLint {
    private static final Pattern IAM_ROLE = Pattern.compile(
            "arn:aws[a-z-]*:iam::[0-9]{12}:role/(?<path>(?:[!-.0-~]+/)*)(?<name>[A-Za-z0-9+=,.@_-]{1,64})");
    private static final Pattern IAM_USER = Pattern.compile(
            "arn:aws[a-z-]*:(?:iam::[0-9]{12}:user/(?:[!-.0-~]+/)*|sts::[0-9]{12}:federated-user/)[A-Za-z0-9+=,.@_-]{1,64}");

    private final CompiledPolicy policy;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, List<String>> unknown = new LinkedHashMap<>();

    private PolicyLint(CompiledPolicy policy) {
        this.policy = policy;
    }

    static List<Finding> of(CompiledPolicy policy) {
        var lint = new PolicyLint(policy);
        lint.bindings();
        policy.roles().values().forEach(role -> lint.findings.addAll(GrantLint.of(policy.document(), role)));
        return lint.findings;
    }

    private void bindings() {
        var issuers = writtenIssuers();
        var seen = new HashMap<String, String>();
        var places = new HashSet<String>();
        for (var binding : policy.bindings()) {
            var place = binding.path().replaceFirst("\\.members\\[\\d+]$", ".role");
            if (!policy.roles().containsKey(binding.role()) && places.add(place)) {
                error(
                        place,
                        "there is no role \"" + binding.role() + "\""
                                + Suggestion.among(
                                        binding.role(), policy.roles().keySet()));
            }
            member(binding, issuers);
            if (seen.putIfAbsent(binding.role() + "\n" + binding.member(), binding.path()) != null) {
                warning(binding.path(), "\"" + binding.member() + "\" has role " + binding.role() + " already");
            }
        }
        unknown.forEach((name, paths) -> unknownIssuer(name, paths, issuers));
    }

    /// Reports each unknown issuer once: one typing error in its name makes all its bindings wrong.
    private void unknownIssuer(String name, List<String> paths, Set<String> issuers) {
        var others = paths.size() == 1 ? "" : ", nor do " + (paths.size() - 1) + " more that name it";
        error(
                paths.getFirst(),
                "there is no issuer \"" + name + "\", so this binds nobody" + others + Suggestion.among(name, issuers));
    }

    /// The names of all issuers in the text. The name of a broken issuer counts too, or every binding to it would
    /// be wrong.
    private Set<String> writtenIssuers() {
        var names = policy.issuers().stream().map(TrustedIssuer::name).collect(Collectors.toCollection(HashSet::new));
        if (policy.document().root().value() instanceof Map<?, ?> root && root.get("issuers") instanceof List<?> list) {
            for (var issuer : list) {
                if (issuer instanceof Map<?, ?> members && members.get("name") instanceof String name) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private void member(Binding binding, Set<String> issuers) {
        var member = binding.member();
        var kind = member.contains(":") ? member.substring(0, member.indexOf(':')) : "";
        var rest = member.substring(kind.isEmpty() ? 0 : kind.length() + 1);
        switch (kind) {
            case "" ->
                error(
                        binding.path(),
                        "\"" + member + "\" names nobody; write ISSUER:group:NAME, ISSUER:sub:NAME,"
                                + " iam:ARN or key:CLIENT");
            case "key" -> {
                if (!io.sagegate.policy.name.Names.isPolicyName(rest)) {
                    error(binding.path(), "\"" + rest + "\" is not a client's name; use a-z, 0-9, '.', '_' and '-'");
                }
            }
            case "iam" -> iam(binding, rest);
            default -> {
                if (!issuers.contains(kind)) {
                    unknown.computeIfAbsent(kind, _ -> new ArrayList<>()).add(binding.path());
                } else if (!rest.matches("(?:sub|group):(?s:.)+")) {
                    error(binding.path(), "write " + kind + ":group:NAME or " + kind + ":sub:NAME");
                }
            }
        }
    }

    private void iam(Binding binding, String arn) {
        var role = IAM_ROLE.matcher(arn);
        if (role.matches()) {
            if (!role.group("path").isEmpty()) {
                error(
                        binding.path(),
                        "a role's session carries no path, so this binds nobody; write iam:"
                                + arn.replace("role/" + role.group("path"), "role/"));
            }
        } else if (arn.contains(":assumed-role/")) {
            error(binding.path(), "bind the role, not one session of it: iam:arn:aws:iam::ACCOUNT:role/NAME");
        } else if (!IAM_USER.matcher(arn).matches()) {
            error(binding.path(), "\"" + arn + "\" is not the ARN of an IAM role or user");
        }
    }

    private void error(String path, String message) {
        findings.add(policy.document().error(new PolicySyntaxException(path, message)));
    }

    private void warning(String path, String message) {
        findings.add(policy.document().warning(path, message));
    }
}
