package io.sagegate.aws.dynamodb;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Port: the writes and reads of a table that keys need, by its hash key. Reads see every write before them. A table
/// that
/// does not answer is an unchecked exception.
interface KeyTable {
    /// Adds an item.
    ///
    /// @return false if an item with this id is there already
    boolean add(Map<String, @Nullable Object> item);

    /// One item; an empty one when there is none.
    TableItem find(String id);

    /// Sets a number where a condition on the item holds.
    ///
    /// @param condition may name the number as `:at`
    /// @return whether it held
    boolean set(String id, String attribute, long value, String condition);

    /// Every item whose id starts so: reads the whole table.
    List<TableItem> list(String prefix);
}
