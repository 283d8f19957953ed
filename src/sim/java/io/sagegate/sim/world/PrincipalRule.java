package io.sagegate.sim.world;

import java.util.HashMap;
import java.util.Map;

/// Each item of one caller's usage counts one caller, also where two issuers have the same subject.
final class PrincipalRule {
    private final World world;
    private final Map<String, Caller> owners = new HashMap<>();

    PrincipalRule(World world) {
        this.world = world;
    }

    /// A call changes an item.
    void counted(String id, Call call) {
        if (id.startsWith("principal|")) {
            var owner = owners.putIfAbsent(id, call.caller);
            if (owner != null && !owner.equals(call.caller)) {
                world.breach("one subject at two issuers is two callers", id + " counts " + call + " and " + owner);
            }
        }
    }
}
