package io.sagegate.identity.jwks;

import io.sagegate.identity.jwks.JwkReader.Jwk;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An issuer's usable keys, and the instant of the fetch that brought them.
public record KeySet(List<Jwk> keys, Instant asked) {
    boolean isYoungerThan(Duration age, Instant now) {
        return now.isBefore(asked.plus(age));
    }

    boolean has(Optional<String> keyId) {
        return keys.stream().anyMatch(jwk -> jwk.keyId().equals(keyId));
    }

    /// Finds the one key of exactly this id that may verify exactly this algorithm. A token without an id matches
    /// only a set with a single key.
    public Optional<PublicKey> find(Optional<String> keyId, String algorithm) {
        if (keyId.isEmpty() && keys.size() != 1) {
            return Optional.empty();
        }
        var matching = keys.stream()
                .filter(jwk -> (keyId.isEmpty() || jwk.keyId().equals(keyId))
                        && jwk.algorithms().contains(algorithm))
                .toList();
        // With two keys of one id for one algorithm, either may be meant, so none is chosen.
        return matching.size() == 1 ? Optional.of(matching.getFirst().key()) : Optional.empty();
    }
}
