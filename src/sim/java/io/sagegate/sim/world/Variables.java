package io.sagegate.sim.world;

import io.sagegate.sim.Way;
import java.util.HashMap;
import java.util.Map;

/// The environment variables of a world's functions.
final class Variables {
    private static final Map<String, String> ALWAYS = Map.of(
            "AWS_REGION",
            "eu-west-1",
            "ACCOUNT_ID",
            "111122223333",
            "POLICY_TABLE",
            World.POLICY,
            "USAGE_TABLE",
            World.USAGE,
            "POLICY_TTL_SECONDS",
            Long.toString(World.TIME_TO_LIVE_SECONDS));

    private Variables() {}

    static Map<String, String> of(World world) {
        var variables = new HashMap<>(ALWAYS);
        if (world.has(Way.QUEUES)) {
            variables.put("CALLS_BUCKET", SimS3.BUCKET);
        }
        if (world.has(Way.NOTICES)) {
            variables.put("LIMIT_EVENTS", Notices.BUS);
        }
        return variables;
    }
}
