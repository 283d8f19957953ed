package io.sagegate.identity;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// An OIDC issuer whose tokens are accepted, and the rules for them.
///
/// @param name the short name that bindings use
/// @param issuer the exact `iss` value, at which discovery also starts
/// @param audiences a token's audience must have one of these; never empty
/// @param algorithms exact JWS algorithm names; asymmetric only
/// @param claims the rules that say which claim means what
/// @param accessTokensOnly whether the `typ` header must say `at+jwt` (RFC 9068 §4), so that no ID token passes
/// @param jwksUri the key set's address, for an issuer that has no discovery document or keeps its keys elsewhere
/// @param clockSkew how far the issuer's clock may be off; at most five minutes
public record TrustedIssuer(
        String name,
        String issuer,
        Set<String> audiences,
        Set<String> algorithms,
        ClaimRules claims,
        boolean accessTokensOnly,
        Optional<URI> jwksUri,
        Duration clockSkew) {
    /// Algorithm names of RFC 7518 §3.1 and RFC 8037 that may be configured: never `none`, never HMAC.
    public static final Set<String> SUPPORTED_ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    private static final Duration MAX_SKEW = Duration.ofMinutes(5);

    public TrustedIssuer {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        if (audiences.isEmpty() || algorithms.isEmpty()) {
            throw new IllegalArgumentException("an issuer needs audiences and algorithms");
        }
        if (!SUPPORTED_ALGORITHMS.containsAll(algorithms)) {
            throw new IllegalArgumentException("algorithms must be among " + SUPPORTED_ALGORITHMS);
        }
        if (clockSkew.isNegative() || clockSkew.compareTo(MAX_SKEW) > 0) {
            throw new IllegalArgumentException("clock skew must be within 0 and " + MAX_SKEW.toSeconds() + " s");
        }
    }
}
