package io.sagegate.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// The stored part of an API key. It holds no secret that authenticates anybody.
///
/// @param id the key's public part
/// @param client the client of the key, which bindings name as `key:<client>`
/// @param hash SHA-256 of the whole key, in hex
/// @param created the instant it was issued
/// @param expires the instant at which it ends, at the latest
/// @param revoked the instant it was revoked, if it was
public record StoredKey(
        String id, String client, String hash, Instant created, Instant expires, Optional<Instant> revoked) {
    private static final Pattern CLIENT = Pattern.compile("[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public StoredKey {
        if (!isClient(client)) {
            throw new IllegalArgumentException(
                    "a client's name has 1 to 64 of a-z, 0-9, '.', '_' and '-', and starts and ends with a-z or 0-9");
        }
        if (!HASH.matcher(hash).matches() || !created.isBefore(expires)) {
            throw new IllegalArgumentException("a key has a hash and ends after it begins");
        }
    }

    /// Whether a client may have this name.
    public static boolean isClient(String name) {
        return CLIENT.matcher(name).matches();
    }

    public Duration life() {
        return Duration.between(created, expires);
    }

    /// Whether the key is active at this instant, by its own dates.
    public boolean isActive(Instant now) {
        return now.isBefore(expires) && revoked.filter(at -> !now.isBefore(at)).isEmpty();
    }

    @Override
    public String toString() {
        return "StoredKey[" + id + " of " + client + "]";
    }
}
