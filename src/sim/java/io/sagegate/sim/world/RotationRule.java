package io.sagegate.sim.world;

import io.sagegate.identity.ApiKey;
import io.sagegate.sim.Trouble;
import io.sagegate.sim.table.Attribute;
import java.util.HashSet;
import java.util.Map;

/// Keys that rotate: who reads the secret again in time is let, and an old key ends after its overlap.
///
/// The numbers are those that `docs/identity.md` promises.
record RotationRule(World world) {
    void check() {
        for (var call : world.calls()) {
            if (call.caller.rotates() && call.secret.isEmpty()) {
                world.breach("who reads the secret is let", call + " finds no key in its secret");
            }
            call.secret.ifPresent(held ->
                    world.services().rotations().of(call.caller).ifPresent(rotating -> each(call, held, rotating)));
        }
    }

    private static long clocks(World world) {
        return world.chances().had(Trouble.CLOCKS) ? 2 * Environment.WORST_CLOCK_MILLIS * 1_000_000 : 0;
    }

    private void each(Call call, Rotating.Held held, Rotating rotating) {
        var end = seconds(item(held.key().id()), "created")
                + world.services().rotations().life().toNanos();
        var isFresh = call.begun - held.read()
                < world.services().rotations().overlap().toNanos() / 2;
        if (call.status == 401 && isFresh && !(isOver(call, end) && rotating.failed > Long.MIN_VALUE)) {
            world.breach("who reads the secret is let", call + " got 401 with " + held.key() + ": " + call.answer);
        }
        if (call.visit().isEmpty()) {
            return;
        }
        var longest =
                Math.max(world.services().rotations().overlap().toNanos(), World.TIME_TO_LIVE_SECONDS * Cap.SECOND)
                        + clocks(world)
                        + Cap.SECOND;
        var retired = rotating.retired.getOrDefault(held.key().id(), Long.MAX_VALUE / 2);
        if (call.begun > retired + longest) {
            world.breach("an old key ends", call + " reached the model with " + held.key());
        }
        if (call.begun > end + clocks(world)) {
            world.breach("keys end", call + " reached the model with " + held.key());
        }
    }

    /// Whether the key may have ended by its life while the call ran.
    private boolean isOver(Call call, long end) {
        return call.ended > end - clocks(world) - Cap.SECOND;
    }

    private Map<String, Attribute> item(String id) {
        return world.table().items(World.POLICY).getOrDefault("key/" + id, Map.of());
    }

    /// Virtual nanoseconds of a time in an item.
    private static long seconds(Map<String, Attribute> item, String name) {
        return (Effects.number(item, name) - World.BEGIN.getEpochSecond()) * Cap.SECOND;
    }

    /// A rotation is finished: every other key but those of rotations that were given up ends within the overlap.
    static void finished(World world, Rotating of, String version) {
        if (!version.equals(of.secret.labels().get(SimSecrets.CURRENT))) {
            world.breach("a rotation turns the secret", of.caller.name() + " has no " + version);
            return;
        }
        var now = Sim.get().time();
        var longest = world.services().rotations().overlap().toNanos() + clocks(world) + Cap.SECOND;
        var current = of.current().map(ApiKey::id).orElse("");
        if (current.isEmpty()) {
            world.breach("who reads the secret is let", "there is no key in " + version + " of " + of.caller.name());
            return;
        }
        var once = new HashSet<String>(of.wasCurrent);
        once.remove(current);
        for (var id : once) {
            of.retired.putIfAbsent(id, now);
            var left = seconds(new RotationRule(world).item(id), "expires") - of.retired.getOrDefault(id, now);
            if (left > longest) {
                world.breach(
                        "an old key ends",
                        "the key " + id + " of " + of.caller.name() + " lives for " + left / Cap.SECOND + " s");
            }
        }
        of.wasCurrent.add(current);
    }
}
