package io.sagegate.sim.world;

import io.sagegate.sim.Trouble;
import io.sagegate.sim.Way;
import io.sagegate.sim.table.SimTable;
import io.sagegate.sim.world.Net.Fate;
import io.sagegate.sim.world.Net.Served;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The services behind the network: the tables and the models.
final class Services {
    /// Failed conditions of a call that has taken already: its repetitions, late ones and wrong guesses.
    private static final int ASKS_AGAIN = 7;

    private final World world;
    private final Models models;
    private final Issuers issuers;
    private final SimSts sts;
    private final SimS3 s3;
    private final Jobs jobs;
    private final Notices notices;
    private final Capacity capacity;
    private final SimSecrets secrets;
    private final Rotations rotations;

    /// The services that requests before a snapshot reach: nothing that they do there counts.
    private final SimTable sink = new SimTable(SimTable.Watcher.NONE);

    private final SimTable table;
    private @Nullable Call acting;

    Services(World world) {
        this.world = world;
        this.models = new Models(world);
        this.issuers = new Issuers(world);
        this.sts = new SimSts(world);
        this.s3 = new SimS3(world);
        this.jobs = new Jobs(world, s3);
        this.notices = new Notices(world);
        this.capacity = new Capacity(world);
        this.secrets = new SimSecrets(world);
        this.rotations = new Rotations(world);
        this.table = new SimTable((name, id, before, after) -> world.effects().add(name, id, before, after, acting));
        for (var each : List.of(table, sink)) {
            each.create(World.POLICY);
            each.create(World.USAGE);
        }
    }

    /// The troubles of the services that may begin with a call.
    void stir(Random random) {
        if (world.has(Way.TOKENS)) {
            issuers.stir(random);
        }
        if (world.has(Way.ROLES)) {
            sts.stir(random);
        }
        if (world.has(Way.SECRETS)) {
            secrets.stir(random);
        }
    }

    Issuers issuers() {
        return issuers;
    }

    SimSts sts() {
        return sts;
    }

    SimS3 s3() {
        return s3;
    }

    /// SageMaker's queues.
    Jobs jobs() {
        return jobs;
    }

    Notices notices() {
        return notices;
    }

    Capacity capacity() {
        return capacity;
    }

    SimSecrets secrets() {
        return secrets;
    }

    Rotations rotations() {
        return rotations;
    }

    SimTable table() {
        return table;
    }

    SimTable sinkTable() {
        return sink;
    }

    Served sink(Net.Sent sent) {
        if (sent.isOfTable()) {
            return told(sink.call(sent.what(), sent.body(), 0));
        }
        if (sent.host().startsWith(SimSts.HOST)) {
            return new Served(SimSts.snapshot(), 0);
        }
        if (sent.host().startsWith(Notices.HOST)) {
            return new Served(Notices.answer(0), 0);
        }
        return new Served(
                issuers.serves(sent.host()) ? issuers.at(sent.host()).answer(sent) : Models.answer(10, 10), 0);
    }

    Served serve(Net.Sent sent, @Nullable Call call, Environment environment, Random random) {
        if (issuers.serves(sent.host())) {
            return issuers.at(sent.host()).serve(sent, random);
        }
        if (sent.host().startsWith(SimSts.HOST)) {
            return sts.serve(sent, random);
        }
        if (sent.host().startsWith(SimS3.HOST)) {
            return s3.serve(sent, call, environment, random);
        }
        if (sent.host().startsWith(SimSecrets.HOST)) {
            return secrets.serve(sent, random);
        }
        if (sent.host().startsWith(Notices.HOST)) {
            return notices.serve(sent, environment, random);
        }
        return sent.isOfTable()
                ? ofTable(sent, call, environment, random)
                : models.serve(sent, call, environment, random);
    }

    private Served ofTable(Net.Sent sent, @Nullable Call call, Environment environment, Random random) {
        var chances = world.chances();
        if (world.isOut() || chances.hits(Trouble.ERRORS, random, 15)) {
            return told(failure());
        }
        if (chances.hits(Trouble.THROTTLES, random, 30)) {
            return told(SimTable.Reply.error("ProvisionedThroughputExceededException"));
        }
        if (sent.what().equals("TransactWriteItems") && chances.hits(Trouble.CONFLICTS, random, 80)) {
            return told(conflict());
        }
        if (sent.what().equals("UpdateItem") && chances.hits(Trouble.CONFLICTS, random, 20)) {
            return told(SimTable.Reply.error("TransactionConflictException"));
        }
        var refusal = capacity.refusal(sent, call);
        if (refusal.isPresent()) {
            return told(refusal.get());
        }
        world.ids().checkToken(call, sent);
        acting = call;
        var reply = table.call(sent.what(), sent.body(), Sim.get().time());
        acting = null;
        if (reply.status() == 400) {
            environment.hearsOfLimits();
            notices.refused(sent);
        }
        if (call != null && call.holds > 0 && reply.status() == 400 && ++call.asksAgain > ASKS_AGAIN) {
            call.asksAgain = Integer.MIN_VALUE;
            world.breach("a take that was made is noticed", call + " asks on for what it has taken");
        }
        if (reply.status() == 400 && reply.text().contains("ValidationException")) {
            world.breach("valid requests", reply.text() + " to " + new String(sent.body(), StandardCharsets.UTF_8));
        }
        if (chances.hits(Trouble.ERRORS, random, 10)) {
            return told(failure());
        }
        if (sent.what().equals("BatchGetItem") && chances.hits(Trouble.LEFT_OUT, random, 200)) {
            environment.leavesOut(call);
            return told(LeftOut.some(reply, sent.body(), (_, _) -> random.nextBoolean()));
        }
        if (sent.what().equals("BatchGetItem") && world.has(Way.CAPACITY)) {
            var some = LeftOut.some(reply, sent.body(), capacity::isUnread);
            if (!some.text()
                    .equals(LeftOut.some(reply, sent.body(), (_, _) -> false).text())) {
                environment.leavesOut(call);
            }
            return told(some);
        }
        return told(reply);
    }

    private static SimTable.Reply failure() {
        return new SimTable.Reply(500, "{\"__type\":\"#InternalServerError\"}".getBytes(StandardCharsets.UTF_8));
    }

    private static SimTable.Reply conflict() {
        var body = "{\"__type\":\"#TransactionCanceledException\",\"CancellationReasons\":"
                + "[{\"Code\":\"TransactionConflict\"},{\"Code\":\"None\"}]}";
        return new SimTable.Reply(400, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Served told(SimTable.Reply reply) {
        return new Served(new Fate.Answered(reply.status(), Map.of(), reply.body()), 0);
    }
}
