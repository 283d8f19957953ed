package io.sagegate.aws.dynamodb;

import io.sagegate.limits.Hold;
import io.sagegate.limits.UsageItem;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How an item of usage lies in the table: a number per counter, a text per hold, and when the table may forget it.
final class UsageAttributes {
    static final String ID = "id";
    static final String EXPIRES = "expires";
    private static final AttributeValue NO_KEY = AttributeValue.fromS("");
    private static final String HOLD = "hold:";

    private UsageAttributes() {}

    static String hold(String id) {
        return HOLD + id;
    }

    static Map<String, AttributeValue> key(String key) {
        return Map.of(ID, AttributeValue.fromS(key));
    }

    static String key(Map<String, AttributeValue> attributes) {
        return attributes.getOrDefault(ID, NO_KEY).s();
    }

    static UsageItem item(Map<String, AttributeValue> attributes) {
        var counters = new HashMap<String, Long>();
        var holds = new HashMap<String, Hold>();
        attributes.forEach((name, value) -> {
            if (value.n() != null && !name.equals(EXPIRES)) {
                counters.put(name, Long.parseLong(value.n()));
            } else if (value.s() != null && name.startsWith(HOLD)) {
                Hold.parse(value.s()).ifPresent(hold -> holds.put(name.substring(HOLD.length()), hold));
            }
        });
        return new UsageItem(counters, holds);
    }
}
