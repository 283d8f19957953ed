package io.sagegate.sim.world;

import io.sagegate.sim.Trouble;
import java.util.List;

/// Keys and grants that were revoked or have ended work no longer than the time to live.
record RevocationRule(World world) {
    /// Reasons for refusals that have nothing to do with grants and keys; [JobRule] and [GuardRule] look at them.
    private static final List<String> OF_ITS_OWN = List.of("no_such_call", "input_not_granted", "refused_by_guard");

    void check() {
        var clocks = world.chances().had(Trouble.CLOCKS) ? 2 * Environment.WORST_CLOCK_MILLIS * 1_000_000 : 0;
        var keptFor = World.TIME_TO_LIVE_SECONDS * Cap.SECOND + clocks;
        for (var call : world.calls()) {
            allowed(call, clocks);
            if (call.visit().isEmpty()) {
                continue;
            }
            var revoked = world.grants().revokedAt(call.caller);
            if (revoked.isPresent() && call.begun > revoked.get() + keptFor) {
                world.breach(
                        "revoked within its bound",
                        call + " reached the model " + (call.begun - revoked.get()) / 1_000_000 + " ms later");
            }
            if (call.caller.key().isPresent() && call.begun > World.KEY_LIFE.toNanos() + clocks) {
                world.breach("keys end", call + " reached the model with a key that has ended");
            }
        }
    }

    /// Nobody is refused who has a grant and a key in force.
    private void allowed(Call call, long clocks) {
        var ends = call.caller.key().isPresent()
                ? World.KEY_LIFE.toNanos() - clocks - Sending.TIMEOUT.toNanos()
                : Long.MAX_VALUE;
        if (((call.status == 401 && call.token.isEmpty() && !call.caller.rotates())
                        || call.status == 403
                        || call.status == 404)
                && OF_ITS_OWN.stream().noneMatch(call.answer::contains)
                && call.begun < ends
                && world.grants().revokedAt(call.caller).isEmpty()) {
            world.breach("who may call is let", call + " got " + call.status + ": " + call.answer);
        }
    }
}
