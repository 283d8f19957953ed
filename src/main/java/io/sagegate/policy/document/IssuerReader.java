package io.sagegate.policy.document;

import io.sagegate.identity.ClaimRules;
import io.sagegate.identity.ClaimRules.GroupsFormat;
import io.sagegate.identity.TrustedIssuer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a trusted issuer. Members written out win over a preset's members, and both have the same rules.
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
            "groupsRequired",
            "requiredClaims",
            "tags",
            "accessTokensOnly",
            "jwksUri",
            "clockSkewSeconds");
    private static final Set<String> NONE = Set.of("none");
    private static final List<String> SUBJECT = List.of("sub");
    private static final List<String> GROUPS = List.of("groups");
    private static final ClaimRules USUAL_CLAIMS = ClaimRules.of("aud", SUBJECT, GROUPS);

    private IssuerReader() {}

    static TrustedIssuer issuer(PolicyNode written) throws PolicySyntaxException {
        written.map();
        var problems = new Problems();
        var node = problems.read(() -> IssuerPresets.expand(written), written);
        // A preset that could not be read has unknown members; the members beside it are still checked.
        var isWhole = node.member("preset").isAbsent();
        if (isWhole) {
            problems.check(() -> node.onlyMembers(MEMBERS));
        }
        var name = problems.read(() -> name(node.member("name")), "");
        var issuer = isWhole ? problems.read(() -> node.member("issuer").exact(), "") : "";
        var audiences = problems.read(() -> audiences(node.member("audiences")), NONE);
        var algorithms = problems.read(() -> algorithms(node.member("algorithms")), NONE);
        var claims = problems.read(() -> claims(node), USUAL_CLAIMS);
        var accessTokensOnly =
                problems.read(() -> node.member("accessTokensOnly").flag(false), false);
        var jwksUri = problems.read(() -> uri(node.member("jwksUri")), Optional.<URI>empty());
        var clockSkew = problems.read(() -> node.member("clockSkewSeconds").whole(60, 0, 300), 60L);
        problems.raise();
        return new TrustedIssuer(
                name, issuer, audiences, algorithms, claims, accessTokensOnly, jwksUri, Duration.ofSeconds(clockSkew));
    }

    private static String name(PolicyNode node) throws PolicySyntaxException {
        var name = PolicyReader.policyName(node);
        if (Set.of("iam", "key").contains(name)) {
            throw node.error("\"" + name + "\" is taken by the gateway's own kind of caller");
        }
        return name;
    }

    private static Set<String> audiences(PolicyNode node) throws PolicySyntaxException {
        var audiences = node.exactSet();
        if (audiences.isEmpty()) {
            throw node.error("an issuer needs audiences: the names by which its tokens are meant for this gateway");
        }
        return audiences;
    }

    private static Set<String> algorithms(PolicyNode node) throws PolicySyntaxException {
        if (node.isAbsent()) {
            return Set.of("RS256");
        }
        var algorithms = node.exactSet();
        var known = TrustedIssuer.SUPPORTED_ALGORITHMS.stream().sorted().toList();
        node.each(entry -> {
            if (!known.contains(entry.exact())) {
                throw entry.error("\"" + entry.exact() + "\" is none of " + String.join(", ", known));
            }
            return entry;
        });
        if (algorithms.isEmpty()) {
            throw node.error("an issuer needs algorithms; leave the member out for RS256");
        }
        return algorithms;
    }

    private static Optional<URI> uri(PolicyNode node) throws PolicySyntaxException {
        if (node.isAbsent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(URI.create(node.text()));
        } catch (IllegalArgumentException e) {
            throw node.error("\"" + node.text() + "\" is not a URI");
        }
    }

    private static ClaimRules claims(PolicyNode node) throws PolicySyntaxException {
        var problems = new Problems();
        var claims = new ClaimRules(
                problems.read(() -> node.member("audienceClaim").optionalText().orElse("aud"), "aud"),
                problems.read(() -> claimPath(node.member("subject"), "sub"), SUBJECT),
                problems.read(() -> claimPath(node.member("groups"), "groups"), GROUPS),
                problems.read(() -> format(node.member("groupsFormat")), GroupsFormat.LIST),
                problems.read(() -> node.member("groupsRequired").flag(false), false),
                problems.read(() -> RequiredClaimReader.claims(node.member("requiredClaims")), Map.of()),
                problems.read(() -> TagReader.claims(node.member("tags")), Map.of()));
        problems.raise();
        return claims;
    }

    private static GroupsFormat format(PolicyNode node) throws PolicySyntaxException {
        return switch (node.optionalText().orElse("list")) {
            case "list" -> GroupsFormat.LIST;
            case "scope" -> GroupsFormat.SCOPE;
            case "members" -> GroupsFormat.MEMBERS;
            default -> throw node.error("expected list, scope or members");
        };
    }

    private static List<String> claimPath(PolicyNode node, String whenAbsent) throws PolicySyntaxException {
        return node.isAbsent() ? List.of(whenAbsent) : claimPath(node);
    }

    /// A claim's name as one text, or its path as a list of names.
    static List<String> claimPath(PolicyNode node) throws PolicySyntaxException {
        var path = node.value() instanceof List<?> ? List.copyOf(node.exactSet()) : List.of(node.exact());
        if (path.isEmpty()) {
            throw node.error("names no claim");
        }
        return path;
    }
}
