package io.sagegate.sim.world;

import io.sagegate.sim.table.TableJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Ids that no two calls may share.
final class Ids {
    private final World world;
    private final Map<String, Call> tokens = new HashMap<>();

    Ids(World world) {
        this.world = world;
    }

    /// The token of a transaction, by which the table knows it again, belongs to one call.
    void checkToken(@Nullable Call call, Net.Sent sent) {
        if (call != null && sent.what().equals("TransactWriteItems")) {
            var token = String.valueOf(TableJson.read(sent.body()).get("ClientRequestToken"));
            var other = tokens.putIfAbsent(token, call);
            if (other != null && other != call) {
                world.breach("ids are unique", call + " and " + other + " have one transaction token");
            }
        }
    }

    /// Trace and span of a call, which the model is told.
    void checkSpan(Call call, String attributes) {
        var at = attributes.indexOf("traceparent=") + "traceparent=00-".length();
        for (var id : List.of(attributes.substring(at, at + 32), attributes.substring(at + 33, at + 49))) {
            var other = tokens.putIfAbsent(id, call);
            if (other != null && other != call) {
                world.breach("ids are unique", call + " and " + other + " have the id " + id + " in traces");
            }
        }
    }
}
