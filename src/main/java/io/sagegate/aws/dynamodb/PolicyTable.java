package io.sagegate.aws.dynamodb;

import io.sagegate.policy.PolicyUnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/// Reads items of the policy table by key. Thread-safe; bounded by the client's own time-outs.
final class PolicyTable {
    private static final int BATCH = 100;
    private static final int ROUNDS = 4;

    private final DynamoDbClient client;
    private final String table;

    PolicyTable(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /// One item, read consistently; an empty map when there is none.
    Map<String, @Nullable Object> item(String id) throws PolicyUnavailableException {
        try {
            var answer = client.getItem(get -> get.tableName(table).key(key(id)).consistentRead(true));
            return Attributes.plain(answer.item());
        } catch (SdkException | IllegalArgumentException e) {
            throw new PolicyUnavailableException("the policy table could not be read", e);
        }
    }

    /// The items that exist among `ids`, by id. All or an exception: a part would read as "not bound".
    Map<String, Map<String, @Nullable Object>> items(Collection<String> ids) throws PolicyUnavailableException {
        var found = new HashMap<String, Map<String, @Nullable Object>>();
        var all = List.copyOf(ids);
        for (var from = 0; from < all.size(); from += BATCH) {
            batch(all.subList(from, Math.min(from + BATCH, all.size())), found);
        }
        return found;
    }

    private void batch(List<String> ids, Map<String, Map<String, @Nullable Object>> found)
            throws PolicyUnavailableException {
        var keys = new ArrayList<Map<String, AttributeValue>>();
        ids.forEach(id -> keys.add(key(id)));
        var wanted = Map.of(
                table,
                KeysAndAttributes.builder().keys(keys).consistentRead(true).build());
        try {
            for (var round = 0; round < ROUNDS && !wanted.isEmpty(); round++) {
                var asked = wanted;
                var answer = client.batchGetItem(get -> get.requestItems(asked));
                for (var item : answer.responses().getOrDefault(table, List.of())) {
                    var plain = Attributes.plain(item);
                    found.put(String.valueOf(plain.get(PolicyKeys.ID)), plain);
                }
                wanted = answer.unprocessedKeys();
            }
        } catch (SdkException | IllegalArgumentException e) {
            throw new PolicyUnavailableException("the policy table could not be read", e);
        }
        if (!wanted.isEmpty()) {
            throw new PolicyUnavailableException("the policy table is throttled", null);
        }
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of(PolicyKeys.ID, AttributeValue.fromS(id));
    }
}
