package io.sagegate.identity;

import java.util.Optional;

/// Port: the keys that were issued. Thread-safe; bounded in time.
public interface ApiKeyStore {
    /// The stored key with this id, at most as old as the policy's time to live.
    ///
    /// @throws KeysUnavailableException if it could not be read
    Optional<StoredKey> find(String id) throws KeysUnavailableException;
}
