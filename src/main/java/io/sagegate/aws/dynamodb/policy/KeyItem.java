package io.sagegate.aws.dynamodb.policy;

import io.sagegate.aws.dynamodb.TableItem;
import io.sagegate.identity.StoredKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Converts API keys to items of the policy table and back. Times are epoch seconds.
public final class KeyItem {
    static final String CREATED = "created";
    static final String EXPIRES = "expires";
    static final String REVOKED = "revoked";

    /// The table's time-to-live attribute, which only items of keys have.
    static final String FORGET_AFTER = "forgetAfter";

    /// How long an ended key can still be listed, in days.
    private static final Duration KEPT = Duration.ofDays(30);

    private static final String PREFIX = PolicyKeys.apiKey("");

    private KeyItem() {}

    public static Map<String, @Nullable Object> of(StoredKey key) {
        var item = new LinkedHashMap<String, @Nullable Object>();
        item.put(TableItem.ID, PolicyKeys.apiKey(key.id()));
        item.put("client", key.client());
        item.put("hash", key.hash());
        item.put(CREATED, key.created().getEpochSecond());
        item.put(EXPIRES, key.expires().getEpochSecond());
        key.revoked().ifPresent(at -> item.put(REVOKED, at.getEpochSecond()));
        item.put(FORGET_AFTER, key.expires().plus(KEPT).getEpochSecond());
        return item;
    }

    /// Reads a key. Empty if the item is missing or is not a valid key.
    static Optional<StoredKey> read(Map<String, @Nullable Object> item) {
        if (!(item.get(TableItem.ID) instanceof String id && id.startsWith(PREFIX))
                || !(item.get("client") instanceof String client)
                || !(item.get("hash") instanceof String hash)
                || !(item.get(CREATED) instanceof Long created)
                || !(item.get(EXPIRES) instanceof Long expires)
                || !(item.get(REVOKED) instanceof Long || item.get(REVOKED) == null)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StoredKey(
                    id.substring(PREFIX.length()),
                    client,
                    hash,
                    Instant.ofEpochSecond(created),
                    Instant.ofEpochSecond(expires),
                    item.get(REVOKED) instanceof Long at ? Optional.of(Instant.ofEpochSecond(at)) : Optional.empty()));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
