package io.sagegate.cli;

import io.sagegate.policy.PolicySyntaxException;
import io.sagegate.policy.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Grants of endpoints that the function's own role cannot call: they would end in a 502.
final class ReachLint {
    private static final Pattern ENDPOINT =
            Pattern.compile("arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:[0-9]{12}:endpoint/([a-zA-Z0-9-]{1,63})");

    private ReachLint() {}

    /// @param allowed any text with the endpoints' ARNs in it, such as `samconfig.toml`
    static List<Finding> of(CompiledPolicy policy, Path allowed) throws IOException {
        var reachable = new TreeSet<String>();
        ENDPOINT.matcher(Files.readString(allowed)).results().forEach(arn -> reachable.add(arn.group(1)));
        var findings = new ArrayList<Finding>();
        for (var role : policy.roles().values()) {
            for (var grant : role.grants()) {
                if (!reachable.contains(grant.endpoint())) {
                    var path = "roles." + grant.id().replaceFirst("/(\\d+)$", "[$1].endpoint");
                    findings.add(policy.document()
                            .error(new PolicySyntaxException(
                                    path,
                                    "the function's role cannot call \"" + grant.endpoint() + "\": " + allowed
                                            + " does not list its ARN"
                                            + Suggestion.among(grant.endpoint(), reachable))));
                }
            }
        }
        return findings;
    }
}
