package io.sagegate.aws.dynamodb;

import java.util.List;
import java.util.Map;

/// Reads a table by the gateway's own calls.
record CalledReads(DynamoDb dynamoDb, String table) implements TableReads {
    @Override
    public TableItem item(String id) throws TableException {
        return dynamoDb.call("GetItem", json -> {
                    json.writeStringField("TableName", table);
                    ItemJson.write(json, "Key", Map.of(TableItem.ID, id));
                    json.writeBooleanField("ConsistentRead", true);
                })
                .item();
    }

    @Override
    public Batch batch(List<String> ids) throws TableException {
        var reply =
                dynamoDb.call("BatchGetItem", json -> BatchJson.write(json, table, ids, BatchJson.Reading.CONSISTENT));
        return new Batch(
                reply.items(), reply.unread().stream().map(TableItem::id).toList());
    }
}
