package io.sagegate.aws.dynamodb.policy;

import io.sagegate.aws.dynamodb.DynamoDb;
import io.sagegate.aws.dynamodb.TableItem;
import io.sagegate.identity.StoredKey;
import io.sagegate.keys.KeyExistsException;
import io.sagegate.keys.KeyRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// API keys in the policy table, for the command line and the rotation function. The gateway's own role may not write
/// there.
public final class DynamoDbKeyRegistry implements KeyRegistry {
    private final KeyTable table;

    public DynamoDbKeyRegistry(DynamoDb dynamoDb, String table) {
        this.table = new CalledKeyTable(dynamoDb, table);
    }

    /// Makes a registry that uses the SDK's client, for the command line, which lacks the Common Runtime.
    public DynamoDbKeyRegistry(DynamoDbClient client, String table) {
        this.table = new SdkKeyTable(client, table);
    }

    @Override
    public void add(StoredKey key) throws KeyExistsException {
        // A retry after a lost answer finds its own item.
        if (!table.add(KeyItem.of(key)) && find(key.id()).filter(key::equals).isEmpty()) {
            throw new KeyExistsException(key.id());
        }
    }

    @Override
    public Optional<StoredKey> find(String id) {
        return KeyItem.read(table.find(PolicyKeys.apiKey(id)).attributes());
    }

    @Override
    public boolean endAt(String id, Instant end) {
        return table.set(
                PolicyKeys.apiKey(id), KeyItem.EXPIRES, end.getEpochSecond(), "attribute_exists(id) AND expires > :at");
    }

    @Override
    public boolean revoke(String id, Instant now) {
        return table.set(
                PolicyKeys.apiKey(id),
                KeyItem.REVOKED,
                now.getEpochSecond(),
                "attribute_exists(id) AND attribute_not_exists(revoked)");
    }

    @Override
    public List<StoredKey> list() {
        return table.list(PolicyKeys.apiKey("")).stream()
                .map(TableItem::attributes)
                .map(KeyItem::read)
                .flatMap(Optional::stream)
                .toList();
    }
}
