package io.sagegate.aws.dynamodb.usage;

import io.sagegate.aws.dynamodb.Row;
import io.sagegate.limits.usage.UsageItem;
import java.util.Map;
import java.util.function.BiConsumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads every item of usage. It reads the whole table, so it is for the command line only.
public final class UsageScan {
    private UsageScan() {}

    /// Hands over every item of the table.
    ///
    /// @param action takes an item's key and what it holds
    public static void forEach(DynamoDbClient client, String table, BiConsumer<String, UsageItem> action) {
        client.scanPaginator(scan -> scan.tableName(table)
                        .filterExpression("NOT begins_with(id, :heads)")
                        .expressionAttributeValues(Map.of(":heads", AttributeValue.fromS(DynamoDbHeads.PREFIX))))
                .items()
                .forEach(attributes -> {
                    var item = Row.of(attributes).item();
                    action.accept(item.id(), UsageAttributes.item(item));
                });
    }
}
