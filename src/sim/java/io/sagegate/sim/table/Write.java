package io.sagegate.sim.table;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One write of an item, read from its request.
///
/// @param showsOld whether a failed condition shows the item
record Write(
        String table,
        String id,
        Predicate<Map<String, Attribute>> condition,
        UnaryOperator<Map<String, Attribute>> change,
        boolean showsOld) {
    /// Reads an `UpdateItem`, or the update of a transaction.
    static Write update(Map<String, Object> request) {
        var key = item(request.get("Key"));
        var given = Tokens.Given.of(request);
        var change = request.containsKey("UpdateExpression")
                ? Change.read(text(request, "UpdateExpression"), given)
                : UnaryOperator.<Map<String, Attribute>>identity();
        return of(request, key, given, before -> {
            var item = new LinkedHashMap<>(before);
            item.putAll(key);
            var after = change.apply(item);
            if (!after.entrySet().containsAll(key.entrySet())) {
                throw new Invalid("Cannot update attribute id. This attribute is part of the key");
            }
            return after;
        });
    }

    /// Reads a `PutItem`, or the put of a transaction.
    static Write put(Map<String, Object> request) {
        var item = item(request.get("Item"));
        return of(request, item, Tokens.Given.of(request), _ -> item);
    }

    private static Write of(
            Map<String, Object> request,
            Map<String, Attribute> key,
            Tokens.Given given,
            UnaryOperator<Map<String, Attribute>> change) {
        Predicate<Map<String, Attribute>> condition = request.containsKey("ConditionExpression")
                ? Condition.read(text(request, "ConditionExpression"), given)
                : _ -> true;
        given.check();
        return new Write(
                text(request, "TableName"),
                id(key),
                condition,
                change,
                "ALL_OLD".equals(request.get("ReturnValuesOnConditionCheckFailure")));
    }

    static String id(Map<String, Attribute> key) {
        var id = key.get("id");
        if (id == null || !id.type().equals("S")) {
            throw new Invalid("The provided key element does not match the schema");
        }
        return id.value().toString();
    }

    static String text(Map<String, Object> request, String name) {
        return String.valueOf(request.get(name));
    }

    static Map<String, Attribute> item(@Nullable Object json) {
        var item = new HashMap<String, Attribute>();
        TableJson.map(json).forEach((name, value) -> item.put(name, Attribute.of(value)));
        return item;
    }
}
