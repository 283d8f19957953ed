package io.sagegate.sim.world;

import io.sagegate.sim.Trouble;
import io.sagegate.sim.Way;
import java.util.EnumSet;

/// Calls that the table has no capacity for: they give up in time, do not press on, and end with the right reason.
record CapacityRule(World world) {
    /// Nanoseconds that counting may add to a call.
    private static final long COUNTING = 1_500_000_000L;

    /// Nanoseconds that the network and the schedule need besides.
    private static final long SLACK = 60_000_000;

    /// Refused requests of one call, with pauses that grow to 64 ms on average within its time.
    private static final int MOST = 90;

    /// Troubles that make a call wait for something else.
    private static final EnumSet<Trouble> SLOW = EnumSet.of(
            Trouble.LATE, Trouble.PAUSES, Trouble.CLOCKS, Trouble.LOST_REQUESTS, Trouble.LOST_ANSWERS, Trouble.TWICE);

    void check() {
        if (!world.has(Way.CAPACITY)) {
            return;
        }
        for (var call : world.calls()) {
            // A result has a time of its own to be settled in.
            if (call.errand.isEmpty() && world.services().capacity().refused(call) > MOST) {
                world.breach(
                        "a throttled call waits",
                        call + " asked in vain " + world.services().capacity().refused(call) + " times");
            }
            if (isUnfounded(call)) {
                world.breach("no limit refuses for want of capacity", call + " got " + call.answer);
            }
            if (isPlain(call) && counting(call) > COUNTING + SLACK) {
                world.breach("counting ends in time", call + " counted for " + counting(call) / 1_000_000 + " ms");
            }
        }
    }

    /// Whether a limit refused it although the table did not say so.
    private boolean isUnfounded(Call call) {
        var environment = call.environment;
        return call.status == 429
                && call.answer.contains("limit_exceeded")
                && world.services().capacity().refused(call) > 0
                && environment != null
                && !environment.heardOfLimits(call.begun - 2 * Cap.SECOND);
    }

    private boolean isPlain(Call call) {
        return call.counted > 0
                && call.status > 0
                && !call.isNamed()
                && !world.has(Way.ROLES)
                && SLOW.stream().noneMatch(world.chances()::had);
    }

    /// Nanoseconds from the first take until the model was called, or the call refused.
    private long counting(Call call) {
        var last = world.has(Way.NOTICES) ? 0 : world.services().capacity().lastTake(call);
        return call.visit().map(Call.Visit::from).orElse(last) - call.counted;
    }
}
