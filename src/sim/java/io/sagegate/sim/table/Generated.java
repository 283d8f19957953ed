package io.sagegate.sim.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Makes requests of chance, in the forms that the gateway uses, and some that break the rules.
final class Generated {
    private static final List<String> NAMES = List.of("count", "tokens/month", "hold:a", "hold:b", "text");
    private static final List<String> COMPARED = List.of("=", "<>", "<", "<=", ">", ">=");

    private final Random random;
    private final String table;
    private final String prefix;
    private Map<String, Object> names = new HashMap<>();
    private Map<String, Object> values = new HashMap<>();

    /// @param prefix begins every id
    Generated(Random random, String table, String prefix) {
        this.random = random;
        this.table = table;
        this.prefix = prefix;
    }

    /// An operation and its request.
    record Operation(String name, Map<String, Object> request) {}

    Operation next() {
        return switch (random.nextInt(10)) {
            case 0 -> new Operation("GetItem", Map.of("TableName", table, "Key", key(), "ConsistentRead", true));
            case 1 -> batch();
            case 2, 3 -> put();
            case 4, 5 -> transaction();
            default -> {
                var request = update(key());
                request.put("ReturnValues", random.nextBoolean() ? "ALL_NEW" : "ALL_OLD");
                yield new Operation("UpdateItem", request);
            }
        };
    }

    private Operation batch() {
        var keys = new ArrayList<Object>();
        for (var i = 0; i < 1 + random.nextInt(3); i++) {
            keys.add(key(i));
        }
        return new Operation(
                "BatchGetItem", Map.of("RequestItems", Map.of(table, Map.of("Keys", keys, "ConsistentRead", true))));
    }

    private Operation put() {
        fresh();
        var item = new LinkedHashMap<String, Object>(key());
        item.put("count", number());
        item.put("text", Map.of("S", "t" + random.nextInt(3)));
        var request = new LinkedHashMap<String, Object>(Map.of("TableName", table, "Item", item));
        if (random.nextBoolean()) {
            request.put("ConditionExpression", condition(2));
        }
        return new Operation("PutItem", given(request));
    }

    private Operation transaction() {
        var writes = new ArrayList<Object>();
        for (var i = 0; i < 2 + random.nextInt(2); i++) {
            writes.add(Map.of("Update", update(key(i))));
        }
        return new Operation(
                "TransactWriteItems",
                Map.of("TransactItems", writes, "ClientRequestToken", "token-" + random.nextLong()));
    }

    private Map<String, Object> update(Map<String, Object> key) {
        fresh();
        var request = new LinkedHashMap<String, Object>(Map.of("TableName", table, "Key", key));
        request.put("UpdateExpression", change());
        if (random.nextInt(4) > 0) {
            request.put("ConditionExpression", condition(3));
        }
        if (random.nextInt(3) > 0) {
            request.put("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
        }
        if (random.nextInt(40) == 0) {
            names.put("#unused", "unused");
        }
        return given(request);
    }

    private String change() {
        var sets = new ArrayList<String>();
        var removes = new ArrayList<String>();
        Set<String> touched = new HashSet<>();
        for (var i = 0; i < 1 + random.nextInt(3); i++) {
            var name = NAMES.get(random.nextInt(NAMES.size()));
            if (!touched.add(name) && random.nextInt(10) > 0) {
                continue;
            }
            if (random.nextInt(4) == 0) {
                removes.add(name(name));
            } else {
                sets.add(name(name) + " = " + value(name));
            }
        }
        var text = sets.isEmpty() ? "" : "SET " + String.join(", ", sets);
        return text + (removes.isEmpty() ? "" : " REMOVE " + String.join(", ", removes));
    }

    private String value(String name) {
        return switch (random.nextInt(6)) {
            case 0 -> name(name) + " + " + bound(number());
            case 1 -> name(name) + " - " + bound(number());
            case 2 -> "if_not_exists(" + name(name) + ", " + bound(number()) + ") + " + bound(number());
            case 3 -> bound(Map.of("S", "hold-" + random.nextInt(3)));
            default -> bound(number());
        };
    }

    private String condition(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> "attribute_exists(" + anyName() + ")";
            case 1 -> "attribute_not_exists(" + anyName() + ")";
            case 2 -> anyName() + " BETWEEN " + between();
            case 3 -> anyName() + " = " + bound(Map.of("S", "hold-" + random.nextInt(3)));
            case 4 -> anyName() + " " + COMPARED.get(random.nextInt(COMPARED.size())) + " " + bound(number());
            case 5 -> "(" + condition(depth - 1) + " OR " + condition(depth - 1) + ")";
            case 6 -> "NOT " + condition(0);
            default -> condition(depth - 1) + " AND " + condition(depth - 1);
        };
    }

    /// DynamoDB refuses bounds in the wrong order.
    private String between() {
        var low = random.nextInt(4);
        return bound(Map.of("N", Integer.toString(low))) + " AND "
                + bound(Map.of("N", Integer.toString(low + random.nextInt(3))));
    }

    private String anyName() {
        return name(NAMES.get(random.nextInt(NAMES.size())));
    }

    private String name(String name) {
        var placeholder = "#" + NAMES.indexOf(name);
        names.put(placeholder, name);
        return placeholder;
    }

    private String bound(Object value) {
        var placeholder = ":" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }

    private Map<String, Object> number() {
        var large = random.nextInt(4) == 0;
        return Map.of(
                "N",
                large
                        ? Long.toString(1_793_000_000_000_000_000L + random.nextInt(5))
                        : Integer.toString(random.nextInt(9) - 4));
    }

    private Map<String, Object> key() {
        return key(random.nextInt(3));
    }

    private Map<String, Object> key(int number) {
        return Map.of("id", Map.of("S", prefix + number));
    }

    private void fresh() {
        names = new HashMap<>();
        values = new HashMap<>();
    }

    private Map<String, Object> given(Map<String, Object> request) {
        if (!names.isEmpty()) {
            request.put("ExpressionAttributeNames", names);
        }
        if (!values.isEmpty()) {
            request.put("ExpressionAttributeValues", values);
        }
        return request;
    }
}
