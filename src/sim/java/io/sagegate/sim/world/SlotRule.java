package io.sagegate.sim.world;

import io.sagegate.sim.Trouble;

/// A slot that was taken ahead is used by the environment that took it, and within its time.
final class SlotRule {
    /// Nanoseconds that a call needs besides.
    private static final long SLACK = 2_000_000;

    private SlotRule() {}

    /// A call's environment takes slots ahead. A call by a name may do so before it is known to go there.
    static void fetched(World world, Call call) {
        var environment = call.environment;
        if (environment != null) {
            world.policy().caps.stream()
                    .filter(SlotRule::hasSlots)
                    .forEach(cap -> environment.fetched.put(
                            cap.group(call.caller), Sim.get().time()));
        }
    }

    /// The rules that hold when a call reaches the model.
    static void check(World world, Call call, Environment environment) {
        if (world.chances().had(Trouble.CLOCKS) || call.wasDisturbed()) {
            return;
        }
        for (var cap : world.policy().caps) {
            var group = hasSlots(cap) ? cap.group(call).orElse("") : "";
            if (group.isEmpty()) {
                continue;
            }
            var since = call.begun - environment.fetched.getOrDefault(group, Long.MIN_VALUE / 2);
            if (since > kept(cap) + SLACK) {
                world.breach("a slot is used in its time", call + " was let " + since / 1_000_000 + " ms later");
            }
        }
    }

    private static boolean hasSlots(Cap cap) {
        return cap.nanos() == Cap.SECOND;
    }

    /// Nanoseconds: as long as a fifth of the burst needs to come back.
    private static long kept(Cap cap) {
        return cap.burst() * cap.nanos() / cap.amount() / 5;
    }
}
