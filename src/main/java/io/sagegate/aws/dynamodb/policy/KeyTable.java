package io.sagegate.aws.dynamodb.policy;

import io.sagegate.aws.dynamodb.TableItem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Port: reads and writes items of keys by the table's hash key. Each read sees every earlier write. Methods throw an
/// unchecked exception if the table does not answer.
interface KeyTable {
    /// Adds an item.
    ///
    /// @return false if an item with this id already exists
    boolean add(Map<String, @Nullable Object> item);

    /// Returns one item; an empty one if there is none.
    TableItem find(String id);

    /// Sets a number if a condition on the item holds.
    ///
    /// @param condition may refer to the number as `:at`
    /// @return whether the condition held
    boolean set(String id, String attribute, long value, String condition);

    /// Returns every item whose id starts with the prefix. Reads the whole table.
    List<TableItem> list(String prefix);
}
