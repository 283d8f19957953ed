package io.sagegate.sim.world;

import io.sagegate.aws.dynamodb.SimItems;
import io.sagegate.identity.StoredKey;
import io.sagegate.lambda.rotation.SimRotation;
import io.sagegate.sim.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Secrets Manager's rotations: it runs four steps for each, tries failed ones again, and at times repeats one or
/// runs one that is not due. An operator cancels a rotation that does not go on.
final class Rotations {
    private static final List<String> STEPS = List.of("createSecret", "setSecret", "testSecret", "finishSecret");

    /// How often a step that fails is tried at most.
    private static final int TRIES = 3;

    /// Milliseconds within which a step is done that waits for nothing.
    private static final long STEP = 400;

    private static final int FIRST_SERIAL = 10_000;

    private final World world;
    private final List<Rotating> all = new ArrayList<>();
    private int environments;
    private int clients;

    Rotations(World world) {
        this.world = world;
    }

    /// The life of a key, how long the old one goes on, and the pause between rotations.
    Duration life() {
        return world.isSlow() ? Duration.ofHours(1) : Duration.ofMinutes(6);
    }

    Duration overlap() {
        return life().dividedBy(12);
    }

    long pause() {
        return life().dividedBy(4).toNanos();
    }

    List<Rotating> all() {
        return all;
    }

    Optional<Rotating> of(Caller caller) {
        return all.stream().filter(each -> each.caller.equals(caller)).findFirst();
    }

    /// Makes the first keys.
    void begin(List<Caller> callers) {
        for (var caller : callers) {
            if (caller.rotates()) {
                var key = Grants.key(world.chances().of("first key", caller.name()));
                var rotating = new Rotating(caller, world.services().secrets().create(caller.name(), key));
                rotating.wasCurrent.add(key.id());
                all.add(rotating);
                var stored = new StoredKey(
                        key.id(), caller.name(), key.hash(), World.BEGIN, World.BEGIN.plus(life()), Optional.empty());
                world.services().table().call("PutItem", SimItems.put(World.POLICY, stored), 0);
                world.services().sinkTable().call("PutItem", SimItems.put(World.POLICY, stored), 0);
            }
        }
    }

    /// Rotates while there are clients.
    void run(Sim sim, int number) {
        clients = number;
        for (var each : all) {
            sim.start("rotation of " + each.caller.name(), 0, null, () -> {
                while (clients > 0) {
                    var random = world.chances().of("rotation", each.caller.name(), each.rotations);
                    Sim.get().sleep(pause() / 2 + Math.floorMod(random.nextLong(), pause() / 2));
                    if (clients > 0) {
                        rotate(each, random);
                    }
                }
            });
        }
    }

    void leaves() {
        clients--;
    }

    /// One more rotation of each key, when all trouble is over.
    void last() {
        for (var each : all) {
            if (!rotate(each, world.chances().of("rotation", each.caller.name(), each.rotations))) {
                world.breach("the next rotation works", each.caller.name() + " got no new key in peace");
            }
        }
    }

    /// One rotation, until it is finished or cancelled. Returns whether it was finished.
    private boolean rotate(Rotating of, Random random) {
        var number = ++of.rotations;
        var version = "version-" + number;
        of.secret.labels().put(SimSecrets.PENDING, version);
        world.story().tell(of.caller.name(), "'s key is to rotate to " + version);
        for (var i = 0; i < STEPS.size(); i++) {
            if (disorderly(random)) {
                once(of, STEPS.get(random.nextInt(STEPS.size())), "version-" + (number - random.nextInt(2)));
            }
            if (!step(of, STEPS.get(i), version, random)) {
                cancel(of, version);
                return false;
            }
        }
        RotationRule.finished(world, of, version);
        return true;
    }

    private boolean disorderly(Random random) {
        return random.nextInt(6) == 0 && !world.chances().isOver();
    }

    private static void cancel(Rotating of, String version) {
        World.current().story().tell(of.caller.name(), "'s rotation to " + version + " is given up");
        of.current().ifPresent(key -> of.wasCurrent.add(key.id()));
        if (!of.isSettled()) {
            of.secret.labels().remove(SimSecrets.PENDING);
        }
    }

    private boolean step(Rotating of, String step, String version, Random random) {
        for (var i = random.nextInt(TRIES); i < TRIES; i++) {
            if (once(of, step, version)) {
                return true;
            }
            Sim.get().sleep(Cap.SECOND + Chances.nanos(random, 5_000));
        }
        return false;
    }

    /// Runs one step in an environment of its own. Returns whether it ended well.
    private boolean once(Rotating of, String step, String version) {
        var task = Sim.get().current().orElseThrow();
        var serial = FIRST_SERIAL + environments++;
        var entropy = new Entropy(serial, world.chances().of("entropy", serial).nextLong());
        var environment = new Environment(world, serial, entropy);
        task.environment = environment;
        if (world.chances().hits(Trouble.DEATHS, world.chances().of("cut", serial), 150)) {
            var at = Sim.get().time() + Math.floorMod(entropy.secure().nextLong(), STEP * 1_000_000);
            Sim.get().at(at, () -> cut(task, environment));
        }
        try {
            new SimRotation(settings()).step(step, SimSecrets.PREFIX + of.caller.name(), version);
            Sim.get().alive();
            world.story().tell(environment, step + " of " + version + " is done");
            return true;
        } catch (Died e) {
            world.story().tell(environment, step + " of " + version + " dies");
        } catch (RuntimeException e) {
            world.story().tell(environment, step + " of " + version + ": " + e.getMessage());
        } finally {
            task.environment = null;
        }
        of.failed = Sim.get().time();
        return false;
    }

    private static void cut(Task task, Environment environment) {
        if (environment.equals(task.environment)) {
            environment.die("in the middle of a step");
        }
    }

    private Map<String, String> settings() {
        return Map.of(
                "AWS_REGION",
                "eu-west-1",
                "POLICY_TABLE",
                World.POLICY,
                "SECRET_PREFIX",
                SimSecrets.PREFIX,
                "KEY_MAX_LIFE_SECONDS",
                Long.toString(life().toSeconds()),
                "KEY_OVERLAP_SECONDS",
                Long.toString(overlap().toSeconds()));
    }
}
