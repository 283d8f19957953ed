package io.sagegate.sim.world;

import io.sagegate.sim.Trouble;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The network: carries requests to the simulated services, and loses, delays and doubles them.
public final class Net {
    /// Milliseconds that a message usually takes at most.
    private static final long USUAL = 8;

    /// Milliseconds that a late message takes at most.
    private static final long LATE = 4_000;

    /// Nanoseconds that an answer takes which is out of date when it comes.
    private static final long REVOKED_BEHIND = 500_000_000;

    private Net() {}

    /// A request on its way.
    @SuppressWarnings("ArrayRecordComponent")
    public record Sent(String host, String method, String path, Map<String, String> headers, byte[] body) {
        /// The operation of a table, or the path of anything else.
        String what() {
            if (host.startsWith(SimSts.HOST)) {
                return "AssumeRole";
            }
            var target = headers.getOrDefault("X-Amz-Target", "");
            return target.isEmpty() ? method + " " + path : target.substring(target.indexOf('.') + 1);
        }

        /// Whether it takes from limits or gives back.
        boolean isTake() {
            return what().equals("UpdateItem") || what().equals("TransactWriteItems");
        }

        boolean isWrite() {
            return isTake() || what().equals("PutItem");
        }

        boolean isOfTable() {
            return host.startsWith("dynamodb.");
        }
    }

    /// The fate of a request, as its sender sees it.
    public sealed interface Fate {
        @SuppressWarnings("ArrayRecordComponent")
        record Answered(int status, Map<String, String> headers, byte[] body) implements Fate {}

        /// An answer whose head has come, and whose pieces follow.
        record Streaming(int status, Map<String, String> headers, List<Piece> pieces) implements Fate {}

        /// No answer.
        sealed interface Failed extends Fate {}

        record NotSent() implements Failed {}

        record TimedOut() implements Failed {}

        record Broken() implements Failed {}
    }

    /// A part of a streamed answer, which comes so many nanoseconds after its head.
    public sealed interface Piece {
        long after();

        @SuppressWarnings("ArrayRecordComponent")
        record Bytes(long after, byte[] bytes) implements Piece {}

        record End(long after, boolean broken) implements Piece {}

        /// Nothing comes any more, and the connection stays.
        record Silence(long after) implements Piece {}
    }

    /// Something happens later.
    public static void later(long nanos, Runnable event) {
        Sim.get().at(Sim.get().time() + nanos, event);
    }

    /// A service's answer, and how long the service takes for it.
    record Served(Fate answer, long nanos) {}

    /// One request and its answer on the way.
    private static final class Exchange {
        private @Nullable Served served;
    }

    /// Sends a request, and waits for its fate for `patience` nanoseconds.
    public static Fate exchange(Sent sent, long patience) {
        var sim = Sim.get();
        var world = World.current();
        sim.alive();
        if (patience <= 0) {
            return new Fate.TimedOut();
        }
        var task = sim.current().orElseThrow();
        var environment = task.environment().orElseThrow();
        if (environment.isPriming()) {
            var answer = world.services().sink(sent).answer();
            world.services().issuers().ended(environment, sent, answer, sim.time());
            return answer;
        }
        if (task.call != null && task.call.counted == 0 && sent.isTake()) {
            task.call.counted = sim.time();
        }
        var random = world.chances().of("net", task.call == null ? environment.next() : task.call.next());
        var from = sim.time();
        var fate = carried(world, environment, task.call, sent, patience, random);
        if (sent.isOfTable()) {
            environment.told(task.call, sent, isPlain(fate));
        }
        world.services().issuers().ended(environment, sent, fate, from);
        world.services().sts().ended(environment, sent, fate);
        world.services().notices().ended(sent, fate);
        world.story().net(task.call, environment, sent, fate);
        return fate;
    }

    /// Whether the table did what it was asked, or told that a condition does not hold.
    private static boolean isPlain(Fate fate) {
        return fate instanceof Fate.Answered(var status, var _, var body)
                && (status == 200 || new String(body, StandardCharsets.UTF_8).contains("ConditionalCheckFailed"));
    }

    private static Fate carried(
            World world, Environment environment, @Nullable Call call, Sent sent, long patience, Random random) {
        var sim = Sim.get();
        var chances = world.chances();
        environment.maybeDies(random, "before it sends " + sent.what());
        environment.maybeStops(random);
        if (chances.hits(Trouble.LOST_REQUESTS, random, 15)) {
            var lost = Math.min(patience, Chances.nanos(random, 2_000));
            sim.sleep(lost);
            return switch (random.nextInt(3)) {
                case 0 -> new Fate.NotSent();
                case 1 -> new Fate.Broken();
                default -> {
                    sim.sleep(patience - lost);
                    yield new Fate.TimedOut();
                }
            };
        }
        var late = chances.hits(Trouble.LATE, random, call != null && call.isSlow && sent.isWrite() ? 600 : 30);
        var there = Chances.nanos(random, late ? LATE : USUAL) + 1_000;
        var exchange = new Exchange();
        sim.at(sim.time() + there, () -> exchange.served = world.services().serve(sent, call, environment, random));
        var twice = sent.isOfTable() && chances.hits(Trouble.TWICE, random, 30);
        if (twice) {
            var again = there + Chances.nanos(random, LATE);
            sim.at(sim.time() + again, () -> {
                var copy =
                        world.services().serve(sent, call, environment, random).answer();
                world.story().late(call, environment, sent, copy);
            });
        }
        if (there >= patience) {
            sim.sleep(patience);
            return new Fate.TimedOut();
        }
        sim.sleep(there + 1);
        sim.await(() -> exchange.served != null, patience);
        return answered(world, environment, sent, exchange, twice, patience - there, random);
    }

    private static Fate answered(
            World world,
            Environment environment,
            Sent sent,
            Exchange exchange,
            boolean twice,
            long patience,
            Random random) {
        var sim = Sim.get();
        var served = exchange.served;
        var chances = world.chances();
        environment.maybeDies(random, "after it sent " + sent.what());
        var back = Chances.nanos(random, chances.hits(Trouble.LATE, random, 15) ? LATE : USUAL) + 1_000;
        if (sent.what().equals("GetItem") && chances.hits(Trouble.REVOCATIONS, random, 40)) {
            world.revokeBehind(environment, new String(sent.body(), StandardCharsets.UTF_8).contains("key/"));
            back += REVOKED_BEHIND;
        }
        if (served == null || back + served.nanos() >= patience) {
            sim.sleep(patience);
            return new Fate.TimedOut();
        }
        if (chances.hits(Trouble.LOST_ANSWERS, random, 40) || twice) {
            if (random.nextBoolean()) {
                sim.sleep(patience);
                return new Fate.TimedOut();
            }
            sim.sleep(served.nanos() + back);
            return new Fate.Broken();
        }
        sim.sleep(served.nanos() + back);
        environment.maybeDies(random, "with the answer to " + sent.what());
        return served.answer();
    }
}
