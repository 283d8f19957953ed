package io.sagegate.aws.dynamodb;

import io.sagegate.identity.StoredKey;
import io.sagegate.keys.KeyExistsException;
import io.sagegate.keys.KeyRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// Keys in the policy table, for the command line and the rotation function. The gateway's own role may not
/// write there.
public final class DynamoDbKeyRegistry implements KeyRegistry {
    private final DynamoDbClient client;
    private final String table;

    public DynamoDbKeyRegistry(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public void add(StoredKey key) throws KeyExistsException {
        try {
            client.putItem(put -> put.tableName(table)
                    .item(Attributes.ofMap(KeyItem.of(key)))
                    .conditionExpression("attribute_not_exists(id)"));
        } catch (ConditionalCheckFailedException e) {
            // A retry after an answer that was lost finds its own item.
            if (find(key.id()).filter(key::equals).isEmpty()) {
                throw new KeyExistsException(key.id());
            }
        }
    }

    @Override
    public Optional<StoredKey> find(String id) {
        var answer = client.getItem(get -> get.tableName(table).key(key(id)).consistentRead(true));
        return KeyItem.read(Attributes.plain(answer.item()));
    }

    @Override
    public boolean endAt(String id, Instant end) {
        return update(id, KeyItem.EXPIRES, end, "attribute_exists(id) AND expires > :at");
    }

    @Override
    public boolean revoke(String id, Instant now) {
        return update(id, KeyItem.REVOKED, now, "attribute_exists(id) AND attribute_not_exists(revoked)");
    }

    private boolean update(String id, String attribute, Instant at, String condition) {
        try {
            client.updateItem(update -> update.tableName(table)
                    .key(key(id))
                    .updateExpression("SET " + attribute + " = :at")
                    .conditionExpression(condition)
                    .expressionAttributeValues(
                            Map.of(":at", AttributeValue.fromN(Long.toString(at.getEpochSecond())))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    @Override
    public List<StoredKey> list() {
        return client
                .scanPaginator(scan -> scan.tableName(table)
                        .filterExpression("begins_with(id, :prefix)")
                        .expressionAttributeValues(Map.of(":prefix", AttributeValue.fromS(PolicyKeys.apiKey(""))))
                        .consistentRead(true))
                .items()
                .stream()
                .map(Attributes::plain)
                .map(KeyItem::read)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of(PolicyKeys.ID, AttributeValue.fromS(PolicyKeys.apiKey(id)));
    }
}
