package io.sagegate.sim.world;

import io.sagegate.sim.Way;
import java.util.ArrayList;
import java.util.List;

/// The time after all trouble: every hold ends, and every caller calls once more.
record Aftermath(World world, Sim sim) {
    /// Nanoseconds after which no hold may stand: the time-out, the limiter's margin, and clocks.
    private static final long QUIET = 60_000_000_000L;

    /// Results that are asked for at most.
    private static final int RESULTS = 8;

    /// Nanoseconds between two calls, where partitions can do little.
    private static final long PACE = 3_000_000_000L;

    void run() {
        world.chances().end();
        world.fleet().all().forEach(Environment::mendClock);
        sim.run(sim.time() + QUIET);
        world.story().tell("the world", "is at peace");
        var environment = world.fleet().made();
        var last = new ArrayList<Call>();
        sim.start("aftermath", sim.time(), null, () -> {
            world.services().rotations().last();
            for (var caller : world.callers()) {
                for (var endpoint : SimPolicy.ENDPOINTS) {
                    rest();
                    last.add(probe(environment, caller, endpoint));
                }
            }
            results(environment);
        });
        var heads = world.effects().heads();
        sim.run(sim.time() + QUIET + more());
        check(last);
        if (world.effects().heads() == heads) {
            world.breach("heads are published", "a new environment published none in peace");
        }
    }

    private long more() {
        return (world.has(Way.CAPACITY) ? QUIET : 0) + (world.has(Way.SECRETS) ? QUIET : 0);
    }

    private void rest() {
        if (pace() > 0) {
            sim.sleep(pace());
        }
    }

    /// Nanoseconds between two calls: partitions that can do little need a rest.
    private long pace() {
        return world.has(Way.CAPACITY) ? PACE : 0;
    }

    private Call probe(Environment environment, Caller caller, String endpoint) {
        var random = world.chances().of("probe", caller.name(), endpoint);
        var id = new java.util.UUID(random.nextLong(), random.nextLong()).toString();
        var token = new Wallet(world, caller).next(random);
        var call = new Call(world.calls().size(), caller, endpoint, token, id, 5, 5);
        call.secret = new SecretReader(world, caller).next(random);
        world.calls().add(call);
        new Sending(world, call).into(environment);
        return call;
    }

    /// Those who were told ids ask for results.
    private void results(Environment environment) {
        var told = world.services().jobs().told();
        for (var job : told.subList(Math.max(0, told.size() - RESULTS), told.size())) {
            var caller = job.call.caller;
            var call = new Errands(world, caller, new Wallet(world, caller)).last(job);
            call.reader = Reader.PATIENT;
            rest();
            new Sending(world, call).into(environment);
            new JobRule(world).inPeace(call);
        }
    }

    private void check(List<Call> last) {
        for (var call : last) {
            if (call.status == 429 && call.answer.contains("concurrent")) {
                world.breach("every hold comes back", call + " was refused in peace: " + call.answer);
            }
            if (call.status >= 500) {
                world.breach("the next call works", call + " got " + call.status + " in peace: " + call.answer);
            }
        }
    }
}
