package io.sagegate.aws.dynamodb.usage;

import io.sagegate.aws.dynamodb.TableItem;
import io.sagegate.limits.usage.UsageItem;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
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
                    var item = item(attributes);
                    action.accept(item.id(), UsageAttributes.item(item));
                });
    }

    private static TableItem item(Map<String, AttributeValue> attributes) {
        var values = new HashMap<String, @Nullable Object>();
        attributes.forEach((name, value) -> {
            if (value.n() != null) {
                values.put(name, Long.valueOf(value.n()));
            } else if (value.s() != null) {
                values.put(name, value.s());
            }
        });
        return new TableItem(values);
    }
}
