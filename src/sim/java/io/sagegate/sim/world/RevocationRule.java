package io.sagegate.sim.world;

import io.sagegate.sim.Trouble;

/// Keys and grants that were revoked or have ended work no longer than the time to live.
record RevocationRule(World world) {
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
        if (((call.status == 401 && call.token.isEmpty()) || call.status == 403 || call.status == 404)
                && call.begun < ends
                && world.grants().revokedAt(call.caller).isEmpty()) {
            world.breach("who may call is let", call + " got " + call.status + ": " + call.answer);
        }
    }
}
