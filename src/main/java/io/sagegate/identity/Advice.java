package io.sagegate.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Advice for an honest client: the values that would be accepted. Advice quotes names of the policy, never whether
/// a user or key exists.
final class Advice {
    /// Most names in one advice: a client that needs more has a list of its own.
    private static final int MAX_NAMES = 8;

    private Advice() {}

    static Optional<String> issuers(List<TrustedIssuer> issuers) {
        return issuers.isEmpty()
                ? Optional.of("No issuer is trusted here.")
                : Optional.of("Tokens are accepted from: "
                        + names(issuers.stream().map(TrustedIssuer::issuer).toList()) + ".");
    }

    /// Advice on the audiences of an issuer. The caller holds a token that the issuer signed, so it may know for
    /// whom such tokens must be.
    static Optional<String> audiences(Map<String, @Nullable Object> claims, TrustedIssuer issuer) {
        var claim = issuer.claims().audience();
        var accepted =
                "Tokens of this issuer must have one of these in " + claim + ": " + names(issuer.audiences()) + ".";
        return Optional.of(accepted + cause(claims, issuer));
    }

    /// The likely cause. Keycloak always names the client in `azp`, and an audience only if a mapper adds one.
    private static String cause(Map<String, @Nullable Object> claims, TrustedIssuer issuer) {
        var isMeant =
                claims.get("azp") instanceof String client && issuer.audiences().contains(client);
        var audience = Claims.texts(claims.get(issuer.claims().audience()));
        if (audience.isEmpty()) {
            return " This token has none: let the issuer add it (Keycloak: an audience mapper).";
        }
        return isMeant || audience.equals(List.of("account"))
                ? " The issuer does not add it to this token (Keycloak: add an audience mapper)."
                : "";
    }

    private static String names(Collection<String> names) {
        var told = names.stream().sorted().limit(MAX_NAMES).collect(Collectors.toCollection(ArrayList::new));
        if (names.size() > MAX_NAMES) {
            told.add("…");
        }
        return String.join(", ", told);
    }
}
