package io.sagegate.cli.policy;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import io.sagegate.identity.ApiClient;
import io.sagegate.identity.IamIdentity;
import io.sagegate.identity.OidcUser;
import io.sagegate.identity.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An imagined caller, named as bindings name members: `okta:sub:alice`, `okta:group:fraud-team`,
/// `iam:arn:...`, `key:batch-scorer`.
final class Caller {
    private static final String ANYBODY = "somebody";

    private Caller() {}

    /// @param groups more groups of a caller with a token
    /// @param claims more claims of a caller with a token
    static Principal of(String member, List<String> groups, Map<String, ?> claims) throws CommandFailedException {
        var parts = member.split(":", 3);
        if (member.startsWith("iam:arn:")) {
            var arn = member.substring("iam:".length());
            return new IamIdentity(arn, account(arn), Optional.empty(), Optional.empty(), Optional.empty());
        }
        if (parts.length == 2 && parts[0].equals("key")) {
            return new ApiClient(parts[1], "none");
        }
        if (parts.length == 3 && (parts[1].equals("sub") || parts[1].equals("group"))) {
            var isUser = parts[1].equals("sub");
            var all = new ArrayList<>(groups);
            if (!isUser) {
                all.add(parts[2]);
            }
            var subject = isUser ? parts[2] : ANYBODY;
            var known = new LinkedHashMap<String, @Nullable Object>(claims);
            known.putIfAbsent("sub", subject);
            return new OidcUser(parts[0], "urn:imagined", subject, all, Optional.empty(), known);
        }
        throw new CommandFailedException(
                Exit.USAGE,
                "\"" + member + "\" names nobody; write ISSUER:sub:NAME, ISSUER:group:NAME, iam:ARN or key:CLIENT");
    }

    private static String account(String arn) {
        var parts = arn.split(":", 6);
        return parts.length == 6 ? parts[4] : "";
    }
}
