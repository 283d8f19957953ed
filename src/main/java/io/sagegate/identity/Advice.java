package io.sagegate.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tells an honest client what would be accepted instead: names from the policy, never whether one exists.
final class Advice {
    /// Most names told: a client that needs more has a list of its own.
    private static final int MAX_NAMES = 8;

    private Advice() {}

    static Optional<String> issuers(List<TrustedIssuer> issuers) {
        return issuers.isEmpty()
                ? Optional.of("No issuer is trusted here.")
                : Optional.of("Tokens are accepted from: "
                        + names(issuers.stream().map(TrustedIssuer::issuer).toList()) + ".");
    }

    /// The caller holds a token that the issuer signed, so it may know for whom such tokens must be.
    static Optional<String> audiences(Map<String, @Nullable Object> claims, TrustedIssuer issuer) {
        var claim = issuer.claims().audience();
        var accepted =
                "Tokens of this issuer must have one of these in " + claim + ": " + names(issuer.audiences()) + ".";
        return Optional.of(accepted + cause(claims, issuer));
    }

    /// Keycloak names the client in `azp` whatever it does, and an audience only by a mapper.
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
