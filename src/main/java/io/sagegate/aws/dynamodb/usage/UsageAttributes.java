package io.sagegate.aws.dynamodb.usage;

import io.sagegate.aws.dynamodb.TableItem;
import io.sagegate.limits.usage.Hold;
import io.sagegate.limits.usage.UsageItem;
import java.util.HashMap;
import java.util.Map;

/// Converts items of usage to attributes: a number per counter, a text per hold, and a time to expire.
final class UsageAttributes {
    static final String ID = TableItem.ID;
    static final String EXPIRES = "expires";
    private static final String HOLD = "hold:";

    private UsageAttributes() {}

    static String hold(String id) {
        return HOLD + id;
    }

    static Map<String, Object> key(String key) {
        return Map.of(ID, key);
    }

    static UsageItem item(TableItem item) {
        var counters = new HashMap<String, Long>();
        var holds = new HashMap<String, Hold>();
        item.attributes().forEach((name, value) -> {
            if (value instanceof Long number && !name.equals(EXPIRES)) {
                counters.put(name, number);
            } else if (value instanceof String text && name.startsWith(HOLD)) {
                Hold.parse(text).ifPresent(hold -> holds.put(name.substring(HOLD.length()), hold));
            }
        });
        return new UsageItem(counters, holds);
    }
}
