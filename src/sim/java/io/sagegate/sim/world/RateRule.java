package io.sagegate.sim.world;

import io.sagegate.sim.Trouble;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Never more admitted than each limit allows, in any stretch of time.
record RateRule(World world) {
    void check() {
        for (var cap : world.policy().caps) {
            groups(cap).forEach((group, calls) -> {
                if (cap.isRate()) {
                    rate(cap, calls);
                } else if (cap.isBudget()) {
                    budget(cap, calls);
                } else {
                    atOnce(cap, calls);
                }
            });
        }
    }

    private Map<String, List<Call>> groups(Cap cap) {
        var groups = new HashMap<String, List<Call>>();
        for (var call : world.calls()) {
            if (call.visit != null && !isGivenBack(cap, call) && isKnown(cap, call)) {
                cap.group(call)
                        .ifPresent(group -> groups.computeIfAbsent(group, _ -> new ArrayList<>())
                                .add(call));
            }
        }
        return groups;
    }

    /// A call whose end could not be written gives back what it held when its hold ends. Calls at once are counted
    /// until then.
    private static boolean isGivenBack(Cap cap, Call call) {
        return cap.kind() != Cap.Kind.CALLS && call.expired.stream().anyMatch(cap::isCountedIn);
    }

    /// Whether the gateway can know what the call used of it: not after a lie, nor after a stream that broke.
    private static boolean isKnown(Cap cap, Call call) {
        // The second route's take came later than the first, at a time that nobody noted.
        if (cap.isRate() && call.attempts > 1) {
            return false;
        }
        if (call.way == Call.Form.QUEUED) {
            return cap.kind() != Cap.Kind.TOKENS || !call.lied;
        }
        return cap.kind() != Cap.Kind.TOKENS || !call.way.streams() || (call.isWhole() && !call.lied);
    }

    /// Nanoseconds by which two clocks may differ.
    private long clocks() {
        return world.chances().had(Trouble.CLOCKS) ? 2 * Environment.WORST_CLOCK_MILLIS * 1_000_000 : 0;
    }

    /// A take counts at the instant at which the limiter asked for it. A slot of a batch was asked for by another call,
    /// so it counts at some instant of the call.
    private void rate(Cap cap, List<Call> calls) {
        var byEnd = new ArrayList<>(calls);
        byEnd.sort(Comparator.comparingLong(call -> by(cap, call)));
        for (var first : calls) {
            var from = from(cap, first);
            var used = 0L;
            for (var call : byEnd) {
                if (from(cap, call) < from) {
                    continue;
                }
                used += cap.used(call);
                var allowed = cap.burst() + (double) cap.amount() * (by(cap, call) - from + clocks()) / cap.nanos();
                if (used > allowed + 1e-6) {
                    world.breach(
                            "never more than a limit allows", cap + ": " + used + " of " + allowed + " until " + call);
                    return;
                }
            }
        }
    }

    private static long from(Cap cap, Call call) {
        return cap.nanos() == Cap.SECOND ? call.begun : call.counted;
    }

    private static long by(Cap cap, Call call) {
        return cap.nanos() == Cap.SECOND ? call.visit().orElseThrow().from() : call.counted;
    }

    private void budget(Cap cap, List<Call> calls) {
        var used = calls.stream().mapToLong(cap::used).sum();
        if (used > cap.amount()) {
            world.breach("never more than a limit allows", cap + ": " + used);
        }
    }

    private void atOnce(Cap cap, List<Call> calls) {
        for (var call : calls) {
            var at = call.visit().orElseThrow().from();
            var running = calls.stream()
                    .filter(other -> other.visit().orElseThrow().from() <= at && other.runsUntil() > at)
                    .count();
            if (running > cap.amount()) {
                world.breach("never more than a limit allows", cap + ": " + running + " at once with " + call);
                return;
            }
        }
    }
}
