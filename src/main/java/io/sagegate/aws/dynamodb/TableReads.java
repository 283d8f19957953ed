package io.sagegate.aws.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/// Port: consistent reads of one table, by its hash key. Thread-safe and bounded in time.
public interface TableReads {
    /// Reads one item; an empty one if there is none.
    TableItem item(String id) throws TableException;

    /// Reads several items at once. The result names the ids that were left out.
    Batch batch(List<String> ids) throws TableException;

    /// The items that were found, and the ids that were not read.
    record Batch(List<TableItem> found, List<String> left) {}

    /// Reads by the gateway's own calls.
    static TableReads of(DynamoDb dynamoDb, String table) {
        return new TableReads() {
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
                var reply = dynamoDb.call(
                        "BatchGetItem", json -> BatchJson.write(json, table, ids, BatchJson.Reading.CONSISTENT));
                return new Batch(
                        reply.items(),
                        reply.unread().stream().map(TableItem::id).toList());
            }
        };
    }

    /// Reads by the SDK's client, for the command line, which lacks the Common Runtime.
    static TableReads of(DynamoDbClient client, String table) {
        return new TableReads() {
            @Override
            public TableItem item(String id) throws TableException {
                try {
                    var answer = client.getItem(
                            get -> get.tableName(table).key(key(id)).consistentRead(true));
                    return new TableItem(Attributes.plain(answer.item()));
                } catch (SdkException e) {
                    throw TableException.unanswered(e);
                } catch (IllegalArgumentException e) {
                    throw TableException.unreadable(e);
                }
            }

            @Override
            public Batch batch(List<String> ids) throws TableException {
                var keys = ids.stream().map(TableReads::key).toList();
                var asked = Map.of(
                        table,
                        KeysAndAttributes.builder()
                                .keys(keys)
                                .consistentRead(true)
                                .build());
                try {
                    var answer = client.batchGetItem(get -> get.requestItems(asked));
                    var found = new ArrayList<TableItem>();
                    answer.responses()
                            .getOrDefault(table, List.of())
                            .forEach(item -> found.add(new TableItem(Attributes.plain(item))));
                    var left = answer.unprocessedKeys().containsKey(table)
                            ? answer.unprocessedKeys().get(table).keys().stream()
                                    .map(key -> new TableItem(Attributes.plain(key)).id())
                                    .toList()
                            : List.<String>of();
                    return new Batch(found, left);
                } catch (SdkException e) {
                    throw TableException.unanswered(e);
                } catch (IllegalArgumentException e) {
                    throw TableException.unreadable(e);
                }
            }
        };
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of(TableItem.ID, AttributeValue.fromS(id));
    }
}
