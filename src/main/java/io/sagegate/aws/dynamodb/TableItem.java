package io.sagegate.aws.dynamodb;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An item as plain values: texts, numbers, booleans, lists, maps, null.
record TableItem(Map<String, @Nullable Object> attributes) {
    static final TableItem EMPTY = new TableItem(Map.of());

    /// The hash key's value, or an empty text.
    String id() {
        return attributes.get(PolicyKeys.ID) instanceof String id ? id : "";
    }
}
