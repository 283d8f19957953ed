package io.sagegate.identity;

import io.sagegate.reason.Reason;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a user of the claims of a token whose signature and dates hold, by the issuer's rules.
///
/// If a groups claim cannot be read whole, the token is refused. Read as no groups, it could escape a rule that
/// denies one of them.
final class ClaimReader {
    /// The result of reading the claims.
    sealed interface Reading {}

    record Read(OidcUser user) implements Reading {}

    record Unacceptable(Reason reason) implements Reading {}

    private ClaimReader() {}

    static Reading read(Map<String, @Nullable Object> claims, TrustedIssuer issuer) {
        var rules = issuer.claims();
        if (!hasAudience(claims.get(rules.audience()), issuer)) {
            return new Unacceptable(Reason.WRONG_AUDIENCE);
        }
        if (claims.containsKey("cnf")) {
            // The token is bound to a key that its holder must prove (RFC 7800, RFC 8705, RFC 9449). Sent as a
            // bearer token, it was probably stolen.
            return new Unacceptable(Reason.UNSUPPORTED_TOKEN);
        }
        if (!rules.required().entrySet().stream()
                .allMatch(wanted -> wanted.getValue().isMetBy(claims.get(wanted.getKey())))) {
            return new Unacceptable(Reason.MISSING_CLAIM);
        }
        var subject = Claims.name(Claims.at(claims, rules.subject()));
        if (subject.isEmpty()) {
            return new Unacceptable(Reason.MISSING_CLAIM);
        }
        var claim = Claims.at(claims, rules.groups());
        var groups = Claims.values(claim, rules.groupsFormat());
        if (groups.isEmpty() || !areTexts(claims) || isElsewhere(claims, rules.groups())) {
            return new Unacceptable(Reason.UNUSABLE_CLAIM);
        }
        if (rules.groupsRequired() && claim == null) {
            return new Unacceptable(Reason.MISSING_CLAIM);
        }
        return new Read(new OidcUser(
                issuer.name(),
                issuer.issuer(),
                subject.get(),
                groups.get(),
                Claims.name(claims.get("jti")),
                claims,
                ClaimTags.of(claims, rules.tags())));
    }

    private static boolean hasAudience(@Nullable Object audience, TrustedIssuer issuer) {
        return switch (audience) {
            case String one -> issuer.audiences().contains(one);
            case List<?> several ->
                several.stream().allMatch(String.class::isInstance)
                        && several.stream().anyMatch(issuer.audiences()::contains);
            case null, default -> false;
        };
    }

    /// Whether `sub` and `jti` are strings if they are there at all (RFC 7519 §4.1), used or not.
    private static boolean areTexts(Map<String, @Nullable Object> claims) {
        return List.of("sub", "jti").stream()
                .allMatch(name -> !claims.containsKey(name) || claims.get(name) instanceof String);
    }

    /// Whether the issuer left the claim out and only says where to ask for it (OpenID Connect Core §5.6.2). Entra
    /// ID does so for members of more than 200 groups; its implicit flow only says that there are some.
    private static boolean isElsewhere(Map<String, @Nullable Object> claims, List<String> path) {
        var marked = !Boolean.FALSE.equals(claims.getOrDefault("hasgroups", false)) && Claims.at(claims, path) == null;
        return marked || (claims.get("_claim_names") instanceof Map<?, ?> names && names.containsKey(path.getFirst()));
    }
}
