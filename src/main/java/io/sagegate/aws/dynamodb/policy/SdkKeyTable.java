package io.sagegate.aws.dynamodb.policy;

import io.sagegate.aws.dynamodb.Attributes;
import io.sagegate.aws.dynamodb.TableItem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// The table of keys, by the SDK's client. Its exceptions reach the command line, which explains them.
record SdkKeyTable(DynamoDbClient client, String table) implements KeyTable {
    @Override
    public boolean add(Map<String, @Nullable Object> item) {
        try {
            client.putItem(put ->
                    put.tableName(table).item(Attributes.ofMap(item)).conditionExpression("attribute_not_exists(id)"));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    @Override
    public TableItem find(String id) {
        var answer = client.getItem(get -> get.tableName(table).key(key(id)).consistentRead(true));
        return new TableItem(Attributes.plain(answer.item()));
    }

    @Override
    public boolean set(String id, String attribute, long value, String condition) {
        try {
            client.updateItem(update -> update.tableName(table)
                    .key(key(id))
                    .updateExpression("SET " + attribute + " = :at")
                    .conditionExpression(condition)
                    .expressionAttributeValues(Map.of(":at", AttributeValue.fromN(Long.toString(value)))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    @Override
    public List<TableItem> list(String prefix) {
        return client
                .scanPaginator(scan -> scan.tableName(table)
                        .filterExpression("begins_with(id, :prefix)")
                        .expressionAttributeValues(Map.of(":prefix", AttributeValue.fromS(prefix)))
                        .consistentRead(true))
                .items()
                .stream()
                .map(item -> new TableItem(Attributes.plain(item)))
                .toList();
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of(TableItem.ID, AttributeValue.fromS(id));
    }
}
