package io.sagegate.policy;

import io.sagegate.identity.ClaimRules;
import io.sagegate.identity.TrustedIssuer;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a trusted issuer: a preset's members, those written out over them, and the same rules for both.
final class IssuerReader {
    private static final Set<String> MEMBERS = Set.of(
            "name",
            "issuer",
            "audiences",
            "algorithms",
            "audienceClaim",
            "subject",
            "groups",
            "groupsFormat",
            "requiredClaims",
            "accessTokensOnly",
            "jwksUri",
            "clockSkewSeconds");
    private static final int MAX_REQUIRED = 16;

    private IssuerReader() {}

    static TrustedIssuer issuer(PolicyNode written) throws PolicySyntaxException {
        var node = IssuerPresets.expand(written).onlyMembers(MEMBERS);
        var name = PolicyReader.policyName(node.member("name"));
        if (Set.of("iam", "key").contains(name)) {
            throw node.member("name").error("\"" + name + "\" is taken by the gateway's own kind of caller");
        }
        var algorithms = node.member("algorithms").isAbsent()
                ? Set.of("RS256")
                : node.member("algorithms").exactSet();
        try {
            return new TrustedIssuer(
                    name,
                    node.member("issuer").exact(),
                    node.member("audiences").exactSet(),
                    algorithms,
                    claims(node),
                    node.member("accessTokensOnly").flag(false),
                    node.member("jwksUri").optionalText().map(URI::create),
                    Duration.ofSeconds(node.member("clockSkewSeconds").whole(60, 0, 300)));
        } catch (IllegalArgumentException e) {
            throw node.error(String.valueOf(e.getMessage()));
        }
    }

    private static ClaimRules claims(PolicyNode node) throws PolicySyntaxException {
        var spaced = switch (node.member("groupsFormat").optionalText().orElse("list")) {
            case "list" -> false;
            case "scope" -> true;
            default -> throw node.member("groupsFormat").error("expected list or scope");
        };
        return new ClaimRules(
                node.member("audienceClaim").optionalText().orElse("aud"),
                claimPath(node.member("subject"), "sub"),
                claimPath(node.member("groups"), "groups"),
                spaced,
                required(node.member("requiredClaims")));
    }

    private static List<String> claimPath(PolicyNode node, String whenAbsent) throws PolicySyntaxException {
        return node.isAbsent() ? List.of(whenAbsent) : claimPath(node);
    }

    /// A claim's name as one text, or its path as a list of names.
    static List<String> claimPath(PolicyNode node) throws PolicySyntaxException {
        return node.value() instanceof List<?> ? List.copyOf(node.exactSet()) : List.of(node.exact());
    }

    private static Map<String, String> required(PolicyNode node) throws PolicySyntaxException {
        var required = new LinkedHashMap<String, String>();
        if (!node.isAbsent()) {
            for (var name : node.map().keySet()) {
                required.put(
                        String.valueOf(name), node.member(String.valueOf(name)).exact());
            }
        }
        if (required.size() > MAX_REQUIRED) {
            throw node.error("more than " + MAX_REQUIRED + " required claims");
        }
        return required;
    }
}
