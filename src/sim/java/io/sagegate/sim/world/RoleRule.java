package io.sagegate.sim.world;

import io.sagegate.sim.Trouble;

/// Grants with a role of their own: calls fail while STS does, soon work again, and cost no tokens meanwhile.
record RoleRule(World world) {
    /// A refusal is remembered for two seconds.
    private static final long REFUSAL = 2 * Cap.SECOND;

    void check() {
        for (var call : world.calls()) {
            if (call.answer.contains("role_unavailable")) {
                each(call);
            }
        }
    }

    private void each(Call call) {
        var clocks = world.chances().had(Trouble.CLOCKS) ? 2 * Environment.WORST_CLOCK_MILLIS * 1_000_000 : 0;
        var environment = call.environment;
        // A call waits six seconds for what another one asks for, also if its environment stands still meanwhile.
        if (environment != null
                && !world.chances().had(Trouble.PAUSES)
                && !world.services().sts().failed(environment, call.begun - REFUSAL - clocks, call.ended)) {
            world.breach("who may call is let", call + " got no role, and STS is well");
        }
        if ((call.status != 503 && call.status != 0) || call.visit().isPresent()) {
            world.breach("no call without its role", call + " got " + call.status);
        }
    }
}
