package io.sagegate.sim.world;

import io.sagegate.sim.Trouble;
import io.sagegate.sim.Way;
import io.sagegate.sim.table.Attribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The effects of calls on the usage table, step by step.
final class Effects {
    private static final String HOLD = "hold:";

    private final World world;
    private int heads;

    /// Holds that stand in the table, by item and attribute, with the call that made each.
    private final Map<String, Call> open = new HashMap<>();

    /// Holds whose calls were settled, by item and attribute.
    private final Set<String> settled = new HashSet<>();

    /// Every name of a hold or receipt that was ever used.
    private final Map<String, Call> names = new HashMap<>();

    Effects(World world) {
        this.world = world;
    }

    /// One amount that a hold keeps.
    record Part(String counter, long mark, long amount) {}

    /// A hold as the table has it.
    record Kept(long until, List<Part> parts) {
        static Kept of(Attribute text) {
            var fields = text.text().split(";", -1);
            var parts = new ArrayList<Part>();
            for (var i = 1; i < fields.length; i++) {
                var mark = fields[i].lastIndexOf('@');
                var amount = fields[i].indexOf('=', mark);
                parts.add(new Part(
                        fields[i].substring(0, mark),
                        Long.parseLong(fields[i].substring(mark + 1, amount)),
                        Long.parseLong(fields[i].substring(amount + 1))));
            }
            return new Kept(Long.parseLong(fields[0]), parts);
        }
    }

    static Map<String, Kept> holds(Map<String, Attribute> item) {
        var holds = new HashMap<String, Kept>();
        item.forEach((name, value) -> {
            if (name.startsWith(HOLD)) {
                holds.put(name, Kept.of(value));
            }
        });
        return holds;
    }

    void add(
            String table, String id, Map<String, Attribute> before, Map<String, Attribute> after, @Nullable Call call) {
        if (!table.equals(World.USAGE)) {
            return;
        }
        if (id.startsWith("chain#")) {
            checkHead(id, number(before, "sequence"), number(after, "sequence"));
            return;
        }
        if (id.startsWith(Jobs.TICKET)) {
            world.services().jobs().changed(id, after, call);
            return;
        }
        if (call != null && holds(before).equals(holds(after))) {
            call.job.ifPresent(job -> late(id, job.call, before, after));
        }
        holds(after).forEach((name, kept) -> {
            if (!isSame(name, before, after)) {
                made(id, name, kept, call, counter -> number(after, counter));
            }
        });
        holds(before).forEach((name, kept) -> {
            if (!isSame(name, before, after)) {
                removed(id, name, kept, call, counter -> number(after, counter) - number(before, counter));
            }
        });
        world.services().notices().changed(id, after, call);
        if (call != null) {
            world.principals().counted(id, call);
        }
        if (call != null && id.contains("#")) {
            SlotRule.fetched(world, call);
        }
        checkCalls(id, after);
    }

    /// The true use of a queued call is settled: it is charged anew.
    private void late(String id, Call call, Map<String, Attribute> before, Map<String, Attribute> after) {
        for (var held : call.held.keySet()) {
            var counter = held.substring(held.lastIndexOf(' ') + 1);
            var difference = number(after, counter) - number(before, counter);
            if (held.equals(id + " " + counter) && difference != 0) {
                call.charged.merge(held, difference, Long::sum);
                if (counter.endsWith("/minute")) {
                    checkBack(call, held, -difference);
                }
            }
        }
    }

    private static boolean isSame(String name, Map<String, Attribute> one, Map<String, Attribute> other) {
        return Objects.equals(one.get(name), other.get(name));
    }

    private void made(String id, String name, Kept kept, @Nullable Call call, ToLongFunction<String> counters) {
        if (call == null) {
            world.breach("holds belong to calls", "nobody made " + name);
            return;
        }
        var other = names.put(name, call);
        if (other != null && other != call) {
            world.breach("ids are unique", "two calls made " + name);
        }
        if (kept.parts().isEmpty()) {
            return;
        }
        if (call.ended > 0 && call.status > 0 && call.lastIsPlain && !call.wasDisturbed()) {
            world.breach("nothing is taken after the end", call + " has ended, and takes " + name);
        }
        if (settled.contains(id + name)) {
            world.breach("a settled call takes no more", call + " has " + name + " again");
        }
        if (open.put(id + name, call) == null) {
            call.holds++;
        }
        for (var part : kept.parts()) {
            call.held.put(id + " " + part.counter(), part.amount());
            call.pledged.put(id + " " + part.counter(), counters.applyAsLong(part.counter()));
        }
    }

    private void removed(String id, String name, Kept kept, @Nullable Call by, ToLongFunction<String> difference) {
        var owner = open.remove(id + name);
        if (owner == null) {
            return;
        }
        owner.holds--;
        if (owner == by) {
            settled.add(id + name);
            for (var part : kept.parts()) {
                owner.charge(id + " " + part.counter(), part.amount() + difference.applyAsLong(part.counter()));
                if (part.counter().endsWith("/minute")) {
                    checkBack(owner, id + " " + part.counter(), -difference.applyAsLong(part.counter()));
                }
            }
            return;
        }
        owner.expired.add(id);
        var now = World.BEGIN.plusNanos(Sim.get().time()).getEpochSecond();
        if (kept.until() > now + Environment.WORST_CLOCK_MILLIS / 1_000 + 1) {
            world.breach(
                    "a hold stays its time", "the hold of " + owner + " went " + (kept.until() - now) + " s early");
        }
    }

    /// The number of heads that were published.
    int heads() {
        return heads;
    }

    /// A rate gives back what has not drained yet. A request on its way gives back what had not when it was sent.
    private void checkBack(Call call, String counter, long back) {
        // The settlement of a result is tried again by the call that asks for it.
        var isLate = call.tableFailed
                || world.has(Way.CAPACITY)
                || world.chances().had(Trouble.LATE)
                || world.chances().had(Trouble.TWICE);
        var way = isLate ? 6_000_000_000L : 100_000_000L;
        var now = World.BEGIN.getEpochSecond() * 1_000_000_000L + Sim.get().time();
        var undrained = Math.max(0, call.pledged.getOrDefault(counter, Long.MAX_VALUE) - now + way);
        if (back > undrained && !call.wasDisturbed() && !world.chances().had(Trouble.CLOCKS)) {
            world.breach("what has drained is gone", call + " gave back " + back + " of " + undrained + " ns");
        }
    }

    private void checkHead(String id, long before, long after) {
        heads++;
        if (after < before) {
            world.breach("a head never goes back", id + " went from " + before + " to " + after);
        }
    }

    /// The number of running calls is the number of holds that count one, at every step.
    private void checkCalls(String id, Map<String, Attribute> item) {
        var running = new HashMap<String, Long>();
        item.keySet().stream().filter(name -> name.startsWith("concurrent")).forEach(name -> running.put(name, 0L));
        for (var hold : holds(item).values()) {
            for (var part : hold.parts()) {
                if (part.counter().startsWith("concurrent")) {
                    running.merge(part.counter(), part.amount(), Long::sum);
                }
            }
        }
        running.forEach((counter, count) -> {
            if (number(item, counter) != count) {
                world.breach(
                        "running calls are counted", id + " says " + number(item, counter) + ", held are " + count);
            }
        });
    }

    static long number(Map<String, Attribute> item, String name) {
        var value = item.get(name);
        return value == null ? 0 : Long.parseLong(value.text());
    }
}
