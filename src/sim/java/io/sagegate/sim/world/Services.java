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
    private final Issuer issuer;
    private final SimSts sts;
    private final SimS3 s3;
    private final Jobs jobs;

    /// The services that requests before a snapshot reach: nothing that they do there counts.
    private final SimTable sink = new SimTable(SimTable.Watcher.NONE);

    private final SimTable table;
    private @Nullable Call acting;

    Services(World world) {
        this.world = world;
        this.models = new Models(world);
        this.issuer = new Issuer(world);
        this.sts = new SimSts(world);
        this.s3 = new SimS3(world);
        this.jobs = new Jobs(world, s3);
        this.table = new SimTable((name, id, before, after) -> world.effects().add(name, id, before, after, acting));
        for (var each : List.of(table, sink)) {
            each.create(World.POLICY);
            each.create(World.USAGE);
        }
    }

    /// The troubles of the services that may begin with a call.
    void stir(Random random) {
        if (world.has(Way.TOKENS)) {
            issuer.stir(random);
        }
        if (world.has(Way.ROLES)) {
            sts.stir(random);
        }
    }

    Issuer issuer() {
        return issuer;
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
        return new Served(sent.host().equals(Issuer.HOST) ? issuer.answer(sent) : Models.answer(10, 10), 0);
    }

    Served serve(Net.Sent sent, @Nullable Call call, Environment environment, Random random) {
        if (sent.host().equals(Issuer.HOST)) {
            return issuer.serve(sent, random);
        }
        if (sent.host().startsWith(SimSts.HOST)) {
            return sts.serve(sent, random);
        }
        if (sent.host().startsWith(SimS3.HOST)) {
            return s3.serve(sent, call, environment, random);
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
        world.ids().checkToken(call, sent);
        acting = call;
        var reply = table.call(sent.what(), sent.body(), Sim.get().time());
        acting = null;
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
            return told(LeftOut.some(reply, sent.body(), random));
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
