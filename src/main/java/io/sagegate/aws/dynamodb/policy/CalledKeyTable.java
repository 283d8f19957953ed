package io.sagegate.aws.dynamodb.policy;

import io.sagegate.aws.dynamodb.DynamoDb;
import io.sagegate.aws.dynamodb.ItemJson;
import io.sagegate.aws.dynamodb.TableException;
import io.sagegate.aws.dynamodb.TableItem;
import io.sagegate.aws.dynamodb.TableReads;
import io.sagegate.aws.dynamodb.TableReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The table of keys, by the gateway's own calls to DynamoDB.
record CalledKeyTable(DynamoDb dynamoDb, String table) implements KeyTable {
    @Override
    public boolean add(Map<String, @Nullable Object> item) {
        return write("PutItem", json -> {
            json.writeStringField("TableName", table);
            ItemJson.write(json, "Item", item);
            json.writeStringField("ConditionExpression", "attribute_not_exists(id)");
        });
    }

    @Override
    public TableItem find(String id) {
        try {
            return TableReads.of(dynamoDb, table).item(id);
        } catch (TableException e) {
            throw unavailable(e);
        }
    }

    @Override
    public boolean set(String id, String attribute, long value, String condition) {
        return write("UpdateItem", json -> {
            json.writeStringField("TableName", table);
            ItemJson.write(json, "Key", Map.of(TableItem.ID, id));
            json.writeStringField("UpdateExpression", "SET " + attribute + " = :at");
            json.writeStringField("ConditionExpression", condition);
            ItemJson.write(json, "ExpressionAttributeValues", Map.of(":at", value));
        });
    }

    private boolean write(String operation, DynamoDb.Members members) {
        try {
            dynamoDb.call(operation, members);
            return true;
        } catch (TableException e) {
            if (e.isConditionFailed()) {
                return false;
            }
            throw unavailable(e);
        }
    }

    @Override
    public List<TableItem> list(String prefix) {
        var found = new ArrayList<TableItem>();
        var after = TableItem.EMPTY;
        do {
            var from = after;
            TableReply page;
            try {
                page = dynamoDb.call("Scan", json -> {
                    json.writeStringField("TableName", table);
                    json.writeBooleanField("ConsistentRead", true);
                    json.writeStringField("FilterExpression", "begins_with(id, :prefix)");
                    ItemJson.write(json, "ExpressionAttributeValues", Map.of(":prefix", prefix));
                    if (!from.attributes().isEmpty()) {
                        ItemJson.write(json, "ExclusiveStartKey", from.attributes());
                    }
                });
            } catch (TableException e) {
                throw unavailable(e);
            }
            found.addAll(page.items());
            after = page.last();
        } while (!after.attributes().isEmpty());
        return found;
    }

    private static UncheckedIOException unavailable(TableException e) {
        return new UncheckedIOException("the policy table could not be reached", new IOException(e));
    }
}
