package io.sagegate.aws.dynamodb;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/// Reads a table by the SDK's client.
record SdkReads(DynamoDbClient client, String table) implements TableReads {
    private interface Read<T> {
        T read();
    }

    @Override
    public TableItem item(String id) throws TableException {
        return read(() ->
                plain(client.getItem(get -> get.tableName(table).key(key(id)).consistentRead(true))
                        .item()));
    }

    @Override
    public Batch batch(List<String> ids) throws TableException {
        var keys = KeysAndAttributes.builder()
                .keys(ids.stream().map(SdkReads::key).toList())
                .consistentRead(true)
                .build();
        return read(() -> batch(client.batchGetItem(get -> get.requestItems(Map.of(table, keys)))));
    }

    private Batch batch(BatchGetItemResponse answer) {
        var found = answer.responses().getOrDefault(table, List.of()).stream()
                .map(SdkReads::plain)
                .toList();
        var left = answer.unprocessedKeys().containsKey(table)
                ? answer.unprocessedKeys().get(table).keys().stream()
                        .map(key -> plain(key).id())
                        .toList()
                : List.<String>of();
        return new Batch(found, left);
    }

    private static <T> T read(Read<T> action) throws TableException {
        try {
            return action.read();
        } catch (SdkException e) {
            throw TableException.unanswered(e);
        } catch (UnreadableRowException e) {
            throw TableException.unreadable(e);
        }
    }

    private static TableItem plain(Map<String, AttributeValue> attributes) {
        return new TableItem(Attributes.plain(attributes));
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of(TableItem.ID, AttributeValue.fromS(id));
    }
}
