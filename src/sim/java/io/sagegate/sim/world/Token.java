package io.sagegate.sim.world;

/// An access token of the simulated issuer. Times are virtual nanoseconds.
///
/// @param text the compact JWT
/// @param key the key that signed it
/// @param expiry when its life ends
/// @param issuer the issuer that it claims to be of
/// @param forged whether another issuer's key signed it
record Token(String text, IssuerKey key, long expiry, Issuer issuer, boolean forged) {
    /// Seconds by which the gateway lets an issuer's clock be off.
    static final long SKEW = 60 * Cap.SECOND;

    /// Whether it holds, by everybody's clock, for as long as one call may take.
    boolean holdsFrom(long begun) {
        return begun + Sending.TIMEOUT.toNanos() < expiry;
    }
}
