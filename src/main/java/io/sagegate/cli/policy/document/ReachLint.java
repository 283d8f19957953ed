package io.sagegate.cli.policy.document;

import io.sagegate.cli.console.Finding;
import io.sagegate.policy.Grant;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.policy.document.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Finds endpoints that a policy sends calls to and that the function's own role cannot call. Such calls would end
/// in a 502.
///
/// Grants name endpoints, and so do the routes and fallbacks of models. A grant with `assumeRole` uses that role
/// instead, and a grant that denies makes no call.
public final class ReachLint {
    private static final Pattern ENDPOINT =
            Pattern.compile("arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:[0-9]{12}:endpoint/([a-zA-Z0-9-]{1,63})");

    private final CompiledPolicy policy;
    private final Path allowed;
    private final Set<String> reachable = new TreeSet<>();
    private final List<Finding> findings = new ArrayList<>();

    private ReachLint(CompiledPolicy policy, Path allowed) {
        this.policy = policy;
        this.allowed = allowed;
    }

    /// Finds endpoints that the policy grants and the role may not call.
    ///
    /// @param allowed any text with the endpoints' ARNs in it, such as `samconfig.toml`
    public static List<Finding> of(CompiledPolicy policy, Path allowed) throws IOException, PolicySyntaxException {
        var lint = new ReachLint(policy, allowed);
        ENDPOINT.matcher(Files.readString(allowed)).results().forEach(arn -> {
            lint.reachable.add(arn.group(1));
            lint.reachable.add(arn.group());
        });
        lint.grants();
        lint.models();
        return lint.findings;
    }

    private void grants() {
        var byOtherRoles = new TreeSet<String>();
        for (var role : policy.roles().values()) {
            for (var grant : role.grants()) {
                if (grant.assumeRole().isPresent()) {
                    byOtherRoles.add(grant.endpoint());
                } else if (grant.effect() == Grant.Effect.ALLOW) {
                    check(grant.endpoint(), "roles." + grant.id().replaceFirst("/(\\d+)$", "[$1].endpoint"));
                }
            }
        }
        reachable.addAll(byOtherRoles);
    }

    private void models() throws PolicySyntaxException {
        for (var model : policy.models().values()) {
            route(model);
            for (var list : List.of("routes", "fallbacks")) {
                for (var route : model.member(list).list()) {
                    route(route);
                }
            }
        }
    }

    private void route(PolicyNode route) throws PolicySyntaxException {
        var endpoint = route.member("endpoint");
        if (!endpoint.isAbsent()) {
            check(endpoint.text(), endpoint.path());
        }
    }

    private void check(String endpoint, String path) {
        if (!reachable.contains(endpoint)) {
            findings.add(policy.document()
                    .error(new PolicySyntaxException(
                            path,
                            "the function's role cannot call \"" + endpoint + "\": " + allowed
                                    + " does not list its ARN" + Suggestion.among(endpoint, reachable))));
        }
    }
}
