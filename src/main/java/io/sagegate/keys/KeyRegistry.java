package io.sagegate.keys;

import io.sagegate.identity.StoredKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Port: the store of keys, for those who may change them. A read sees every write before it.
public interface KeyRegistry {
    /// Adds a key; adding the very same key again changes nothing.
    ///
    /// @throws KeyExistsException if another key has this id
    void add(StoredKey key) throws KeyExistsException;

    Optional<StoredKey> find(String id);

    /// Moves the end of a key to this instant, unless it ends before.
    ///
    /// @return whether its end was moved
    boolean endAt(String id, Instant end);

    /// Revokes a key.
    ///
    /// @return whether there was such a key, not revoked before
    boolean revoke(String id, Instant now);

    /// Every key that is still kept, active or not: reads the whole table.
    List<StoredKey> list();
}
