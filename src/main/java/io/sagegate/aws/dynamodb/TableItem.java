package io.sagegate.aws.dynamodb;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An item as plain values: texts, numbers, booleans, lists, maps, null.
public record TableItem(Map<String, @Nullable Object> attributes) {
    /// The name of each table's hash key.
    public static final String ID = "id";

    public static final TableItem EMPTY = new TableItem(Map.of());

    /// The hash key's value, or an empty text.
    public String id() {
        return attributes.get(ID) instanceof String id ? id : "";
    }
}
