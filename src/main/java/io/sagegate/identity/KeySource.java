package io.sagegate.identity;

import java.security.PublicKey;
import java.util.Optional;

/// Port: an issuer's public keys. Thread-safe; bounded in time.
public interface KeySource {
    /// The issuer's key with exactly this id that may verify exactly this algorithm, or empty if it has none.
    /// Without an id, the only key of a set that has no other.
    ///
    /// @throws KeysUnavailableException if no usable key set could be had
    Optional<PublicKey> key(TrustedIssuer issuer, Optional<String> keyId, String algorithm)
            throws KeysUnavailableException;
}
