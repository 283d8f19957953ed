package io.sagegate.keys;

import io.sagegate.identity.StoredKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Port: where keys are kept, for those who may change them. Reads see every write before them.
public interface KeyRegistry {
    /// Adds a key; adding the very same key again changes nothing.
    ///
    /// @throws KeyExistsException if another key has this id
    void add(StoredKey key) throws KeyExistsException;

    Optional<StoredKey> find(String id);

    /// Lets a key end at this instant, unless it ends before.
    ///
    /// @return whether its end was moved
    boolean endAt(String id, Instant end);

    /// Takes a key back.
    ///
    /// @return whether there was such a key that was not taken back before
    boolean revoke(String id, Instant now);

    /// Every key that is still kept, active or not: reads the whole table.
    List<StoredKey> list();
}
