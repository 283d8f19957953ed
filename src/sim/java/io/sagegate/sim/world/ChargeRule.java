package io.sagegate.sim.world;

import io.sagegate.sim.world.Cap.Kind;

/// Each call is charged once: what it used, or what was held for it.
record ChargeRule(World world) {
    /// Tokens that an answer without a bound may be charged beyond what was held.
    private static final long UNSEEN = 4_000;

    void check() {
        for (var cap : world.policy().caps) {
            if (cap.isBudget()) {
                sum(cap);
                world.calls().forEach(call -> each(cap, call));
            }
        }
    }

    static String counter(Cap cap) {
        return cap.kind() == Kind.TOKENS ? "tokens/month" : "requests/month";
    }

    /// The table's amount in the end is the sum of all charges and of the amounts still held.
    private void sum(Cap cap) {
        var says = 0L;
        var held = 0L;
        for (var item : world.table().items(World.USAGE).entrySet()) {
            if (cap.isCountedIn(item.getKey())) {
                says += Effects.number(item.getValue(), counter(cap));
                for (var hold : Effects.holds(item.getValue()).values()) {
                    held += hold.parts().stream()
                            .filter(part -> part.counter().equals(counter(cap)))
                            .mapToLong(Effects.Part::amount)
                            .sum();
                }
            }
        }
        var charged =
                world.calls().stream().mapToLong(call -> charged(cap, call)).sum();
        if (says != held + charged) {
            world.breach(
                    "each call is charged once",
                    cap + ": the table says " + says + ", charged were " + charged + ", held are " + held);
        }
    }

    private static long charged(Cap cap, Call call) {
        return call.charged.entrySet().stream()
                .filter(entry -> is(cap, entry.getKey()))
                .mapToLong(java.util.Map.Entry::getValue)
                .sum();
    }

    private static boolean is(Cap cap, String itemAndCounter) {
        var space = itemAndCounter.lastIndexOf(' ');
        return itemAndCounter.substring(space + 1).equals(counter(cap))
                && cap.isCountedIn(itemAndCounter.substring(0, space));
    }

    private void each(Cap cap, Call call) {
        if (cap.group(call).isEmpty() || call.charged.keySet().stream().noneMatch(key -> is(cap, key))) {
            return;
        }
        var charged = charged(cap, call);
        if (!isRight(cap, call, charged)) {
            world.breach("a call is charged what it used", call + " was charged " + charged + " of " + cap);
        }
    }

    private boolean isGuarded(Call call) {
        return world.policy().isGuarded(call.endpoint) || call.route.stream().anyMatch(world.policy()::isGuarded);
    }

    private boolean isSettled(Call call) {
        return world.services().jobs().told().stream().anyMatch(job -> job.call == call && job.settled > 0);
    }

    /// Tokens of the longest event that a stream's caller has, unless the model lied. An event that repeats the ones
    /// before, as some models send them, counts as what is new in it.
    private static long came(Call call) {
        return call.lied
                ? 0
                : call.answer
                        .lines()
                        .mapToLong(line -> line.split("word", -1).length - 1L)
                        .max()
                        .orElse(0);
    }

    private boolean isRight(Cap cap, Call call, long charged) {
        if (!call.way.callsModel()) {
            return charged == 0 || (cap.kind() == Kind.REQUESTS && charged == 1);
        }
        if (call.attempts == 0) {
            // A guard looks at the body after the limits, and what it refuses counts as a request.
            return charged == 0 || (cap.kind() == Kind.REQUESTS && charged == 1 && isGuarded(call));
        }
        if (cap.kind() == Kind.REQUESTS) {
            // A caller without an answer does not know that a guard refused the last route.
            var isRefused = call.answer.contains("refused_by_guard") || (call.status == 0 && isGuarded(call));
            var last = isRefused ? 1 : 0;
            return charged >= 1 && charged <= (cap.endpoint().isEmpty() ? call.attempts + last : 1);
        }
        if (call.answer.contains("role_unavailable")) {
            return charged == 0;
        }
        if (call.isWhole() && !call.lied) {
            return charged == cap.used(call);
        }
        var held = call.held.entrySet().stream()
                .filter(entry -> is(cap, entry.getKey()))
                .mapToLong(java.util.Map.Entry::getValue)
                .sum();
        if (call.status == 202 && !call.lied) {
            // The estimate stays as it is if nobody knows whether it was charged.
            return charged == (isSettled(call) ? cap.used(call) : held) || (call.tableFailed && charged == held);
        }
        var least = call.way.streams()
                ? call.visit().map(visit -> visit.input() + came(call)).orElse(0L)
                : call.lied ? 0 : cap.used(call);
        return charged >= 0 && charged <= held + UNSEEN && (call.visit == null || charged >= least);
    }
}
