package io.sagegate.sim.world;

import io.sagegate.sim.Plan;
import io.sagegate.sim.Way;
import java.util.Random;

/// A client, which calls, waits and tries again.
final class Client {
    private static final long[] THINKING = {0, 1, 20, 200, 2_000, 15_000, 120_000, 900_000};

    /// Milliseconds between calls in a slow world: long enough for keys of issuers to grow old.
    private static final long SLOW = 1_500_000;

    private final World world;
    private final Plan plan;
    private final int number;
    private final Caller caller;
    private final Wallet wallet;
    private final SecretReader secret;
    private final boolean isHonest;
    private final Errands errands;
    private int insisted;

    Client(World world, Plan plan, int number, Caller caller) {
        this.world = world;
        this.plan = plan;
        this.number = number;
        this.caller = caller;
        this.wallet = new Wallet(world, caller);
        this.errands = new Errands(world, caller, wallet);
        this.secret = new SecretReader(world, caller);
        this.isHonest = number % 2 == 0;
    }

    /// Seconds that a client waits as it is told: nobody waits for the next month.
    private static final int PATIENCE = 120;

    /// How often a client tries that was revoked.
    private static final int INSISTING = 3;

    /// Nanoseconds between two rushes.
    private static final long BEAT = 3 * Cap.SECOND;

    void run() {
        var sim = Sim.get();
        var habit = world.chances().of("habit", number);
        var favourite = SimPolicy.ENDPOINTS.get(habit.nextInt(3));
        var rush = world.isRush();
        var slow = world.isSlow();
        var hurry = 1 + habit.nextInt(THINKING.length);
        for (var i = 0; i < plan.calls(); i++) {
            var random = world.chances().of("call", number, i);
            sim.sleep(rush ? rest(random, i) : Chances.nanos(random, slow ? SLOW : THINKING[random.nextInt(hurry)]));
            insist(random);
            world.stir(random);
            var usual = rush && random.nextInt(12) > 0 ? SimPolicy.FAST : favourite;
            var endpoint = random.nextInt(3) > 0 ? usual : SimPolicy.ENDPOINTS.get(random.nextInt(3));
            if (world.has(Way.QUEUES) && random.nextInt(3) == 0) {
                errands.run(random, endpoint);
                continue;
            }
            for (var round = 0; round < 3; round++) {
                var call = call(random, endpoint);
                new Sending(world, call).send(random);
                if (call.status == 200 || call.status == 401 || call.status == 403 || random.nextInt(3) == 0) {
                    break;
                }
                sim.sleep(pause(random, call, rush));
            }
        }
    }

    /// In a rush all clients call at once, and all rest after as many calls. One of them calls now and then, so that
    /// environments have slots when the rush begins.
    private long rest(Random random, int number) {
        if (this.number < world.callers().size() / 2) {
            return 100_000_000 + Chances.nanos(random, 200);
        }
        var time = Sim.get().time();
        return number % 8 == 0 ? BEAT - time % BEAT + Chances.nanos(random, 10) : Chances.nanos(random, 1);
    }

    /// A client either waits as it is told, or as it likes.
    private long pause(Random random, Call call, boolean rush) {
        if (rush) {
            return Chances.nanos(random, 40);
        }
        return isHonest && call.retryAfter > 0 && call.retryAfter <= PATIENCE
                ? call.retryAfter * Cap.SECOND + Chances.nanos(random, 20)
                : Chances.nanos(random, call.status == 429 ? 20_000 : 600);
    }

    /// A client that lost its key or its grant tries again as soon as that must be known.
    private void insist(Random random) {
        var revoked = world.grants().revokedAt(caller);
        var sim = Sim.get();
        if (revoked.isPresent() && insisted < INSISTING) {
            insisted++;
            var known = revoked.get() + World.TIME_TO_LIVE_SECONDS * Cap.SECOND;
            sim.sleep(Math.max(0, known - sim.time() + Chances.nanos(random, 600)));
        }
    }

    private Call call(Random random, String endpoint) {
        var id = new java.util.UUID(random.nextLong(), random.nextLong()).toString();
        var input = 5 + random.nextInt(40);
        var most = 5 + random.nextInt(120);
        var call = new Call(world.calls().size(), caller, endpoint, wallet.next(random), id, input, most);
        call.secret = secret.next(random);
        if (world.has(Way.STREAMS) || world.has(Way.LEAVERS)) {
            call.way = Call.Form.USUAL.get(random.nextInt(Call.Form.USUAL.size()));
        }
        if (world.has(Way.LEAVERS) && random.nextBoolean()) {
            call.reader = Reader.of(random);
        }
        call.forbidden = world.has(Way.GUARDS) && random.nextInt(5) == 0;
        if (world.has(Way.NAMES) && random.nextBoolean()) {
            call.route = world.policy().route(endpoint);
        }
        world.calls().add(call);
        return call;
    }
}
