package io.sagegate.aws.dynamodb.policy;

import io.sagegate.aws.dynamodb.DynamoDb;
import io.sagegate.aws.dynamodb.TableReads;
import io.sagegate.identity.ApiKeyStore;
import io.sagegate.identity.KeysUnavailableException;
import io.sagegate.identity.StoredKey;
import io.sagegate.kit.BoundedCache;
import io.sagegate.policy.PolicyUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// API keys of the policy table. Each is cached for the time to live, which bounds how long a revoked key still
/// works. Unknown ids are cached apart from keys, so that guessing displaces no key. Calls with one key share its read,
/// so no older read replaces a newer one. Thread-safe.
public final class DynamoDbApiKeyStore implements ApiKeyStore {
    private static final int MAX_KEYS = 4_096;
    private static final int MAX_MISSES = 1_024;

    private final PolicyTable table;
    private final Duration timeToLive;
    private final InstantSource clock;
    private final BoundedCache<String, Kept> keys = BoundedCache.of(MAX_KEYS);
    private final BoundedCache<String, Kept> misses = BoundedCache.of(MAX_MISSES);
    private final SharedReads<String, Optional<StoredKey>> reads = new SharedReads<>();

    private record Kept(Optional<StoredKey> key, Instant until) {}

    public DynamoDbApiKeyStore(DynamoDb dynamoDb, String table, Duration timeToLive, InstantSource clock) {
        this(new PolicyTable(TableReads.of(dynamoDb, table)), timeToLive, clock);
    }

    /// Makes a store that uses the SDK's client.
    public DynamoDbApiKeyStore(DynamoDbClient client, String table, Duration timeToLive, InstantSource clock) {
        this(new PolicyTable(TableReads.of(client, table)), timeToLive, clock);
    }

    DynamoDbApiKeyStore(PolicyTable table, Duration timeToLive, InstantSource clock) {
        this.table = table;
        this.timeToLive = timeToLive;
        this.clock = clock;
    }

    @Override
    public Optional<StoredKey> find(String id) throws KeysUnavailableException {
        var known = known(id);
        if (known.isPresent()) {
            return known.get().key();
        }
        try {
            return timeToLive.isZero() ? read(id) : reads.get(id, () -> read(id));
        } catch (PolicyUnavailableException e) {
            throw new KeysUnavailableException("the policy table could not be read");
        }
    }

    /// Drops the cached keys. Call this after a restore from a snapshot, when their age is unknown.
    public synchronized void forget() {
        keys.clear();
        misses.clear();
    }

    private Optional<StoredKey> read(String id) throws PolicyUnavailableException {
        // The age counts from before the read, so the bound holds even if the read is slow.
        var now = clock.instant();
        var key = KeyItem.read(table.item(PolicyKeys.apiKey(id)));
        keep(id, new Kept(key, now.plus(timeToLive)));
        return key;
    }

    private synchronized Optional<Kept> known(String id) {
        var now = clock.instant();
        return keys.get(id).or(() -> misses.get(id)).filter(kept -> now.isBefore(kept.until()));
    }

    private synchronized void keep(String id, Kept entry) {
        (entry.key().isPresent() ? misses : keys).remove(id);
        (entry.key().isPresent() ? keys : misses).put(id, entry);
    }
}
