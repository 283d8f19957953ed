package io.sagegate.sim.world;

import io.sagegate.kit.Sha256;
import io.sagegate.sim.Trouble;
import io.sagegate.sim.Way;
import io.sagegate.sim.table.Attribute;
import io.sagegate.sim.table.TableJson;
import io.sagegate.sim.world.Net.Fate;
import io.sagegate.sim.world.Net.Served;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// EventBridge, which is told of limits' thresholds. It knows the table's numbers for each budget meanwhile.
final class Notices {
    static final String HOST = "events.";

    /// The bus, as the function's settings name it.
    static final String BUS = "arn:aws:events:eu-west-1:111122223333:event-bus/limits";

    static final List<Integer> PERCENT = List.of(50, 80, 100);

    private final World world;

    /// The events that were put, by the notice's id.
    private final Map<String, List<Put>> puts = new HashMap<>();

    private final IdentityHashMap<byte[], Put> sent = new IdentityHashMap<>();

    /// The most that was used, without what calls hold, by item, counter and window.
    private final Map<Budget, Long> peaks = new HashMap<>();

    /// Budgets on which a call counted, or that refused one, when all trouble was over, and what was used then. A
    /// result that is read only settles what its call took, so it tells nothing.
    private final Map<Budget, Long> met = new HashMap<>();

    Notices(World world) {
        this.world = world;
    }

    /// One window of a budget in an item of the table.
    record Budget(String item, String counter, long window) {
        /// The id of the notice of a threshold, which tells it apart from all others.
        String notice(int percent) {
            return Sha256.hex(item + "|" + counter + "!" + percent + "|" + window)
                    .substring(0, 32);
        }
    }

    /// An event that the bus took.
    static final class Put {
        final Environment environment;
        final long at;

        /// Disturbances of its environment before it.
        final int disturbances;

        /// Whether its sender knows that the bus has it.
        boolean known;

        Put(Environment environment) {
            this.environment = environment;
            this.at = Sim.get().time();
            this.disturbances = environment.disturbances();
        }

        /// Whether its sender may have failed to mark the threshold as told.
        boolean isInDoubt() {
            return !known
                    || environment.isDead()
                    || environment.hasFailed(at)
                    || environment.wasDisturbed(disturbances, at);
        }
    }

    Map<Budget, Long> peaks() {
        return peaks;
    }

    Map<Budget, Long> met() {
        return met;
    }

    boolean isTold(Budget budget, int percent) {
        return puts.containsKey(budget.notice(percent));
    }

    Served serve(Net.Sent request, Environment environment, Random random) {
        if (world.chances().hits(Trouble.ERRORS, random, 250)) {
            return random.nextInt(4) == 0
                    ? new Served(new Fate.Answered(500, Map.of(), new byte[0]), 0)
                    : new Served(answer(1), 0);
        }
        for (var entry : entries(request)) {
            put(
                    request,
                    environment,
                    TableJson.read(String.valueOf(entry.get("Detail")).getBytes(StandardCharsets.UTF_8)));
        }
        return new Served(answer(0), Chances.nanos(random, 100));
    }

    static Fate.Answered answer(int failed) {
        return new Fate.Answered(
                200, Map.of(), ("{\"FailedEntryCount\":" + failed + "}").getBytes(StandardCharsets.UTF_8));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> entries(Net.Sent request) {
        return (List<Map<String, Object>>) TableJson.read(request.body()).getOrDefault("Entries", List.of());
    }

    private void put(Net.Sent request, Environment environment, Map<String, Object> detail) {
        var id = String.valueOf(detail.get("notice"));
        var earlier = puts.computeIfAbsent(id, _ -> new ArrayList<>());
        for (var put : earlier) {
            if (!put.isInDoubt()) {
                world.breach(
                        "a threshold is told once", environment + " tells again what " + put.environment + " told");
            }
        }
        var put = new Put(environment);
        earlier.add(put);
        sent.put(request.body(), put);
        world.story().tell("the bus", "takes the notice " + id + " of " + detail.get("threshold") + " %");
        NoticeRule.check(world, id, detail);
    }

    /// An environment sees how its request ends.
    void ended(Net.Sent request, Fate fate) {
        var put = sent.get(request.body());
        if (put != null && fate instanceof Fate.Answered(var status, var _, var _)) {
            put.known = status == 200;
        }
    }

    /// An item changes.
    void changed(String id, Map<String, Attribute> after, @Nullable Call call) {
        if (!world.has(Way.NOTICES)) {
            return;
        }
        after.keySet().stream().filter(name -> name.endsWith("@")).forEach(name -> {
            var counter = name.substring(0, name.length() - 1);
            var budget = new Budget(id, counter, Effects.number(after, name));
            var used = Effects.number(after, counter) - held(budget, after);
            peaks.merge(budget, used, Math::max);
            if (call != null && call.errand.isEmpty()) {
                meets(budget, used);
            }
        });
    }

    /// A hold of another window gives nothing back: an environment whose clock is behind took it.
    private static long held(Budget budget, Map<String, Attribute> item) {
        return Effects.holds(item).values().stream()
                .flatMap(hold -> hold.parts().stream())
                .filter(part -> part.counter().equals(budget.counter()) && part.mark() == budget.window())
                .mapToLong(Effects.Part::amount)
                .sum();
    }

    private void meets(Budget budget, long used) {
        if (world.chances().isOver()) {
            met.put(budget, used);
        }
    }

    /// The table refuses an update, so the call learns how the item is.
    void refused(Net.Sent request) {
        if (world.has(Way.NOTICES) && world.chances().isOver() && request.what().equals("UpdateItem")) {
            var text = new String(request.body(), StandardCharsets.UTF_8);
            peaks.keySet().stream()
                    .filter(budget -> text.contains("\"" + budget.item() + "\""))
                    .filter(budget -> budget.window() == window(budget))
                    .forEach(budget -> meets(budget, peaks.getOrDefault(budget, 0L)));
        }
    }

    private long window(Budget budget) {
        return Effects.number(
                world.table().items(World.USAGE).getOrDefault(budget.item(), Map.of()), budget.counter() + "@");
    }
}
