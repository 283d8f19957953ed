package io.sagegate.identity;

import java.time.Instant;

/// A token whose signature, issuer, audience and dates were verified. Only [TokenVerifier] makes one.
public final class VerifiedToken {
    private final OidcUser user;
    private final Instant expiry;

    VerifiedToken(OidcUser user, Instant expiry) {
        this.user = user;
        this.expiry = expiry;
    }

    public OidcUser user() {
        return user;
    }

    /// The `exp` claim, without skew.
    public Instant expiry() {
        return expiry;
    }
}
