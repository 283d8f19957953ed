package io.sagegate.aws.dynamodb;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// An answer of DynamoDB to any operation, with the members that the gateway reads.
///
/// @param item the item of a read or a write; empty if there is none
/// @param items the items of a batch or a page
/// @param last the key after which the next page begins; empty on the last page
/// @param unread the keys that a batch left out
public record TableReply(
        TableItem item,
        List<TableItem> items,
        TableItem last,
        List<TableItem> unread,
        List<Cancellation> cancellations) {
    static final TableReply EMPTY = new TableReply(TableItem.EMPTY, List.of(), TableItem.EMPTY, List.of(), List.of());

    /// The reason why a transaction's write was not made.
    public record Cancellation(String code, TableItem item) {}

    static TableReply read(byte[] body) throws IOException {
        if (body.length == 0) {
            return EMPTY;
        }
        try (var json = ItemJson.FACTORY.createParser(new String(body, StandardCharsets.UTF_8))) {
            ItemJson.expect(json.nextToken(), JsonToken.START_OBJECT);
            var item = TableItem.EMPTY;
            var items = new ArrayList<TableItem>(0);
            var last = TableItem.EMPTY;
            var unread = new ArrayList<TableItem>(0);
            var cancellations = new ArrayList<Cancellation>(0);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var name = json.currentName();
                var value = json.nextToken();
                switch (name) {
                    case "Item", "Attributes" -> item = value == JsonToken.VALUE_NULL ? item : ItemJson.item(json);
                    case "Items" -> items(json, items);
                    case "LastEvaluatedKey" -> last = value == JsonToken.VALUE_NULL ? last : ItemJson.item(json);
                    case "Responses" -> tables(json, items);
                    case "UnprocessedKeys" -> tables(json, unread);
                    case "CancellationReasons" -> cancellations(json, cancellations);
                    default -> json.skipChildren();
                }
            }
            return new TableReply(item, items, last, unread, cancellations);
        }
    }

    /// Reads the items of one table, since no batch names more. Keys that were left out are one object deeper.
    private static void tables(JsonParser json, List<TableItem> into) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            switch (json.nextToken()) {
                case START_ARRAY -> {
                    if (name.equals("AttributesToGet")) {
                        json.skipChildren();
                    } else {
                        items(json, into);
                    }
                }
                case START_OBJECT -> {
                    if (name.equals("ExpressionAttributeNames")) {
                        json.skipChildren();
                    } else {
                        tables(json, into);
                    }
                }
                default -> {
                    // This member repeats a setting of the request.
                }
            }
        }
    }

    private static void items(JsonParser json, List<TableItem> into) throws IOException {
        ItemJson.expect(json.currentToken(), JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            into.add(ItemJson.item(json));
        }
    }

    private static void cancellations(JsonParser json, List<Cancellation> into) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (json.nextToken() == JsonToken.START_OBJECT) {
            var code = "";
            var item = TableItem.EMPTY;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var name = json.currentName();
                var value = json.nextToken();
                switch (name) {
                    case "Code" -> code = json.getText();
                    case "Item" -> item = value == JsonToken.VALUE_NULL ? item : ItemJson.item(json);
                    default -> json.skipChildren();
                }
            }
            into.add(new Cancellation(code, item));
        }
    }
}
