package io.sagegate.aws.dynamodb;

import io.sagegate.aws.dynamodb.policy.KeyItem;
import io.sagegate.identity.StoredKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests that change the policy table, as the command line makes them.
public final class SimItems {
    private SimItems() {}

    /// A `PutItem`.
    public static byte[] put(String table, Map<String, ? extends @Nullable Object> item) {
        var out = new ByteArrayOutputStream();
        try (var json = ItemJson.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("TableName", table);
            ItemJson.write(json, "Item", item);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static byte[] put(String table, StoredKey key) {
        return put(table, KeyItem.of(key));
    }
}
