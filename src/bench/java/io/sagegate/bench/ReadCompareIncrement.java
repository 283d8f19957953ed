package io.sagegate.bench;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The way of other gateways, for comparison: read the counter, compare it with the limit, call, then increment it.
record ReadCompareIncrement(DynamoDbClient client, String table, String key) {
    boolean hasRoom(long limit, long cost) {
        var item = client.getItem(get -> get.tableName(table).key(id()).consistentRead(true))
                .item();
        var used = item.containsKey("used")
                ? Long.parseLong(item.getOrDefault("used", zero()).n())
                : 0;
        return used + cost <= limit;
    }

    void add(long cost) {
        client.updateItem(update -> update.tableName(table)
                .key(id())
                .updateExpression("ADD used :cost")
                .expressionAttributeValues(Map.of(":cost", AttributeValue.fromN(Long.toString(cost)))));
    }

    private Map<String, AttributeValue> id() {
        return Map.of("id", AttributeValue.fromS(key));
    }

    private static AttributeValue zero() {
        return AttributeValue.fromN("0");
    }
}
