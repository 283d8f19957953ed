package io.sagegate.sim.world;

import io.sagegate.sim.table.SimTable;
import io.sagegate.sim.table.TableJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/// Leaves some keys of a batch out of its answer, as DynamoDB may.
final class LeftOut {
    private LeftOut() {}

    @SuppressWarnings("unchecked")
    static SimTable.Reply some(SimTable.Reply whole, byte[] request, BiPredicate<String, Object> isLeft) {
        var reply = TableJson.read(whole.body());
        var unread = new LinkedHashMap<String, Object>();
        var asked = (Map<String, Map<String, Object>>) TableJson.read(request).get("RequestItems");
        var found = (Map<String, List<Map<String, Object>>>) reply.get("Responses");
        if (asked == null || found == null) {
            return whole;
        }
        asked.forEach((table, keys) -> {
            var left = new ArrayList<Object>();
            for (var key : (List<Map<String, Object>>) keys.getOrDefault("Keys", List.of())) {
                if (isLeft.test(table, key)) {
                    left.add(key);
                    found.getOrDefault(table, List.of()).removeIf(item -> key.equals(Map.of("id", item.get("id"))));
                }
            }
            if (!left.isEmpty()) {
                unread.put(table, Map.of("Keys", left));
            }
        });
        return new SimTable.Reply(200, TableJson.write(Map.of("Responses", found, "UnprocessedKeys", unread)));
    }
}
