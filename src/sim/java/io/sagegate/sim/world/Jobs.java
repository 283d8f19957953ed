package io.sagegate.sim.world;

import io.sagegate.sim.Trouble;
import io.sagegate.sim.table.Attribute;
import io.sagegate.sim.table.TableJson;
import io.sagegate.sim.world.Net.Served;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// SageMaker's queues: they take calls, and write results later.
final class Jobs {
    /// The items of tickets.
    static final String TICKET = "ticket#";

    /// Milliseconds until a result is written at most.
    private static final long USUAL = 20_000;

    /// The same for a late one.
    private static final long LATE = 600_000;

    /// Milliseconds for which the table is out of reach after a call was taken at most.
    private static final long SHORT = 6_000;

    private final World world;
    private final SimS3 s3;
    private final Map<String, Job> jobs = new HashMap<>();
    private final List<Job> told = new ArrayList<>();

    Jobs(World world, SimS3 s3) {
        this.world = world;
        this.s3 = s3;
    }

    /// Those whose ids were told to their callers, in order.
    List<Job> told() {
        return told;
    }

    /// Takes a call into the queue.
    Served take(Call call, Net.Sent sent, Random random) {
        var location = Optional.ofNullable(sent.headers().get("X-Amzn-SageMaker-InputLocation"));
        location.ifPresent(place -> s3.checkUse(place, call, world.policy().readsInputs(call.endpoint)));
        var now = Sim.get().time();
        var output = 1 + random.nextInt(call.most);
        var nanos = Chances.nanos(random, 50);
        var input = location.map(s3::input).orElse(call.input);
        var job = new Job(
                call,
                sent.headers().getOrDefault("X-Amzn-SageMaker-Inference-Id", ""),
                fate(location, random),
                input,
                output,
                now + nanos + Chances.nanos(random, random.nextInt(10) == 0 ? LATE : USUAL),
                random);
        if (jobs.put(job.id, job) != null) {
            world.breach("ids are unique", "two calls have the id " + job.id + " in the queue");
        }
        world.visited(call, new Call.Visit(now, now + nanos, input, output));
        write(job, random);
        if (world.chances().hits(Trouble.OUTAGES, random, 60)) {
            world.outage(Chances.nanos(random, SHORT));
        }
        return new Served(answer(job), nanos);
    }

    private Job.Fate fate(Optional<String> location, Random random) {
        var troubled = world.chances().hits(Trouble.MODELS, random, 400);
        var fate = troubled ? Job.Fate.of(random) : Job.Fate.GOOD;
        return location.filter(place -> !s3.has(place)).isPresent() ? Job.Fate.FAILED : fate;
    }

    private void write(Job job, Random random) {
        if (job.fate != Job.Fate.NEVER) {
            Sim.get().at(job.written, () -> {
                world.story().tell("SageMaker", "writes " + job);
                s3.write(job);
            });
        }
        if (job.fate == Job.Fate.TWICE) {
            Sim.get().at(job.written + Chances.nanos(random, USUAL), () -> s3.write(job));
        }
    }

    private static Net.Fate.Answered answer(Job job) {
        var places = "s3://" + SimS3.BUCKET + "/results/";
        return new Net.Fate.Answered(
                202,
                Map.of(
                        "X-Amzn-SageMaker-OutputLocation",
                        places + job.id + ".out",
                        "X-Amzn-SageMaker-FailureLocation",
                        places + "failed/" + job.id + ".out"),
                ("{\"InferenceId\":\"" + job.id + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    /// A caller has an answer to a call that it wanted to have queued.
    void answered(Call call) {
        if (call.status != 202) {
            return;
        }
        var id = String.valueOf(
                TableJson.read(call.answer.getBytes(StandardCharsets.UTF_8)).get("InferenceId"));
        var job = jobs.get(id);
        if (job == null || job.call != call) {
            world.breach("a ticket tells only its own caller", call + " got the id " + id);
        } else {
            told.add(job);
        }
    }

    /// The item of a ticket changes.
    void changed(String item, Map<String, Attribute> after, @Nullable Call by) {
        var job = jobs.get(item.substring(TICKET.length()));
        if (job == null || by == null) {
            world.breach("a ticket is of a call", item);
        } else if (after.containsKey("settled")) {
            if (++job.settled > 1) {
                world.breach("a result is settled once", by + " settles " + job + " again");
            }
            if (by.broken) {
                world.breach("a part of a result settles nothing", by + " settles " + job);
            }
            if (by.job.filter(asked -> asked == job).isEmpty() || !job.isOf(by) || !job.hasResult()) {
                world.breach("a result is settled once", by + " settles " + job);
            }
        } else if (by != job.call) {
            world.breach("a ticket is of a call", by + " made that of " + job);
        }
    }

    /// The rules that hold when a request for a result has an answer, and nothing disturbed it.
    void checkEnd(Call call) {
        var asked = call.job.filter(job -> job.isOf(call) && call.way.asksForResult());
        if (asked.isEmpty()) {
            return;
        }
        var job = asked.get();
        var there = job.written < call.begun;
        if ((call.status == 202 || call.status == 410) && there && job.fate != Job.Fate.NEVER) {
            world.breach("no result is lost", call + " got " + call.status + " for " + job);
        }
        if ((call.status == 200 && !job.hasResult()) || (call.status == 424 && !job.fails())) {
            world.breach("a result is of its call", call + " got " + call.status + " for " + job);
        }
        // Also where the caller left: the gateway reads the rest.
        var read = call.isWhole() || (call.status == 200 && !call.broken && call.reader.nanos() == 0);
        if (read && !call.tableFailed && job.settled == 0) {
            world.breach("a result that was read is settled", call + " read " + job);
        }
    }
}
