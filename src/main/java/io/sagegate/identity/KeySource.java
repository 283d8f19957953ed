package io.sagegate.identity;

import java.security.PublicKey;
import java.util.Optional;

/// Port: an issuer's public keys. Thread-safe; bounded in time.
public interface KeySource {
    /// Returns the issuer's key with exactly this id that may verify exactly this algorithm, or empty. Without an
    /// id, it returns the only key of a set with a single key.
    ///
    /// @throws KeysUnavailableException if no usable key set could be had
    Optional<PublicKey> key(TrustedIssuer issuer, Optional<String> keyId, String algorithm)
            throws KeysUnavailableException;
}
