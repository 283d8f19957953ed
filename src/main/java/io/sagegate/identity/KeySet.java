package io.sagegate.identity;

import io.sagegate.identity.JwkReader.Jwk;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An issuer's usable keys, and when they were asked for.
record KeySet(List<Jwk> keys, Instant asked) {
    boolean isYoungerThan(Duration age, Instant now) {
        return now.isBefore(asked.plus(age));
    }

    boolean has(String keyId) {
        return keys.stream().anyMatch(jwk -> jwk.keyId().equals(keyId));
    }

    /// The one key of exactly this id that may verify exactly this algorithm.
    Optional<PublicKey> find(String keyId, String algorithm) {
        var matching = keys.stream()
                .filter(jwk -> jwk.keyId().equals(keyId) && jwk.algorithms().contains(algorithm))
                .toList();
        // Two keys of one id for one algorithm: which one was meant would be a guess.
        return matching.size() == 1 ? Optional.of(matching.getFirst().key()) : Optional.empty();
    }
}
