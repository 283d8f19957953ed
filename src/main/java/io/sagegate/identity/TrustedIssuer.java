package io.sagegate.identity;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An OIDC issuer whose tokens are accepted, and how.
///
/// @param name the short name that bindings use
/// @param issuer the exact `iss` value; also where discovery starts
/// @param audiences a token's `aud` must have one of these; never empty
/// @param algorithms exact JWS algorithm names; asymmetric only
/// @param subjectClaim the path of the claim that names the principal
/// @param groupsClaim the path of the claim whose values bind to roles
/// @param groupsAreSpaceSeparated whether that claim is one string of names separated by spaces, as
///     `scope` is (RFC 8693 §4.2)
/// @param jwksUri the key set's place where the issuer has no discovery document
/// @param clockSkew how far the issuer's clock may be off; at most five minutes
public record TrustedIssuer(
        String name,
        String issuer,
        Set<String> audiences,
        Set<String> algorithms,
        List<String> subjectClaim,
        List<String> groupsClaim,
        boolean groupsAreSpaceSeparated,
        Optional<URI> jwksUri,
        Duration clockSkew) {
    /// RFC 7518 §3.1 and RFC 8037 names that may be configured: never `none`, never HMAC.
    public static final Set<String> SUPPORTED_ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    private static final Duration MAX_SKEW = Duration.ofMinutes(5);

    public TrustedIssuer {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        subjectClaim = List.copyOf(subjectClaim);
        groupsClaim = List.copyOf(groupsClaim);
        if (audiences.isEmpty() || algorithms.isEmpty() || subjectClaim.isEmpty()) {
            throw new IllegalArgumentException("an issuer needs audiences, algorithms and a subject claim");
        }
        if (!SUPPORTED_ALGORITHMS.containsAll(algorithms)) {
            throw new IllegalArgumentException("algorithms must be among " + SUPPORTED_ALGORITHMS);
        }
        if (clockSkew.isNegative() || clockSkew.compareTo(MAX_SKEW) > 0) {
            throw new IllegalArgumentException("clock skew must be within 0 and " + MAX_SKEW.toSeconds() + " s");
        }
    }
}
