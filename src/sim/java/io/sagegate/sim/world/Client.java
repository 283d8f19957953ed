package io.sagegate.sim.world;

import io.sagegate.sim.Plan;
import java.util.Random;

/// A client, which calls, waits and tries again.
final class Client {
    private static final long[] THINKING = {0, 1, 20, 200, 2_000, 15_000, 120_000, 900_000};

    private final World world;
    private final Plan plan;
    private final int number;
    private final Caller caller;

    Client(World world, Plan plan, int number, Caller caller) {
        this.world = world;
        this.plan = plan;
        this.number = number;
        this.caller = caller;
    }

    void run() {
        var sim = Sim.get();
        var habit = world.chances().of("habit", number);
        var favourite = SimPolicy.ENDPOINTS.get(habit.nextInt(3));
        var rush = world.isRush();
        var hurry = 1 + habit.nextInt(THINKING.length);
        for (var i = 0; i < plan.calls(); i++) {
            var random = world.chances().of("call", number, i);
            sim.sleep(rush ? rest(random, i) : Chances.nanos(random, THINKING[random.nextInt(hurry)]));
            world.stir(random);
            var usual = rush && random.nextInt(12) > 0 ? SimPolicy.FAST : favourite;
            var endpoint = random.nextInt(3) > 0 ? usual : SimPolicy.ENDPOINTS.get(random.nextInt(3));
            for (var round = 0; round < 3; round++) {
                var call = call(random, endpoint);
                new Sending(world, call).send(random);
                if (call.status == 200 || call.status == 401 || call.status == 403 || random.nextInt(3) == 0) {
                    break;
                }
                sim.sleep(Chances.nanos(random, call.status == 429 ? 20_000 : 600));
            }
        }
    }

    /// In a rush all clients call at once, and all rest after as many calls.
    private static long rest(Random random, int number) {
        return number % 12 == 0 ? 3_000_000_000L + Chances.nanos(random, 20) : Chances.nanos(random, 1);
    }

    private Call call(Random random, String endpoint) {
        var id = new java.util.UUID(random.nextLong(), random.nextLong()).toString();
        var call =
                new Call(world.calls().size(), caller, endpoint, id, 5 + random.nextInt(40), 5 + random.nextInt(120));
        world.calls().add(call);
        return call;
    }
}
