package io.sagegate.sim.world;

import io.sagegate.sim.Way;
import io.sagegate.sim.table.Attribute;
import io.sagegate.sim.table.SimTable.Reply;
import io.sagegate.sim.table.TableJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The capacity of the tables' partitions: a world's partition has a few units a second instead of 1,000 and 3,000.
/// Unused units are kept for some time. A transaction costs twice its writes, and a refused request costs nothing.
///
/// Source: DynamoDB Developer Guide, "Burst and adaptive capacity" and "DynamoDB throughput".
final class Capacity {
    private static final int PARTITIONS = 3;

    /// Read units that a partition has for each write unit.
    private static final int READS = 3;

    /// Units that each partition can keep at least: more than one call needs at once.
    private static final int LEAST = 16;

    /// Seconds for which unused units are kept. A partition at its own maximum keeps hardly any.
    private static final int[] KEPT = {1, 10, 300};

    private static final int WRITE_BYTES = 1_024;
    private static final int READ_BYTES = 4_096;

    private final World world;
    private @Nullable Partition partition;
    private final Map<String, Bucket> buckets = new HashMap<>();

    /// Requests that were refused for want of capacity, by call.
    private final Map<Call, Integer> refused = new HashMap<>();

    private final Map<Call, Long> takes = new HashMap<>();

    Capacity(World world) {
        this.world = world;
    }

    /// The capacity of one partition of the world.
    ///
    /// @param rate write units a second
    /// @param most write units that it keeps
    /// @param code its refusal
    private record Partition(int rate, int most, String code) {
        static Partition of(Random random) {
            var rate = 3 + random.nextInt(6);
            return new Partition(
                    rate,
                    Math.max(LEAST, rate * KEPT[random.nextInt(KEPT.length)]),
                    random.nextBoolean() ? "ThrottlingException" : "ProvisionedThroughputExceededException");
        }
    }

    private Partition partition() {
        var known = partition;
        if (known == null) {
            known = Partition.of(world.chances().of("capacity"));
            partition = known;
        }
        return known;
    }

    /// The units that one partition has left for reads or for writes.
    private static final class Bucket {
        private double left;
        private long at;

        boolean take(double units, double rate, double most) {
            var now = Sim.get().time();
            left = Math.min(most, left + rate * (now - at) / Cap.SECOND);
            at = now;
            if (left < units) {
                return false;
            }
            left -= units;
            return true;
        }
    }

    /// Virtual time at which the table had the call's last write of its limits.
    long lastTake(Call call) {
        return takes.getOrDefault(call, 0L);
    }

    int refused(Call call) {
        return refused.getOrDefault(call, 0);
    }

    /// The refusal of a request that some partition has no capacity for. A batch is never refused here.
    Optional<Reply> refusal(Net.Sent sent, @Nullable Call call) {
        if (!world.has(Way.CAPACITY)) {
            return Optional.empty();
        }
        if (call != null && sent.isTake()) {
            takes.put(call, Sim.get().time());
        }
        var request = TableJson.read(sent.body());
        var reply = switch (sent.what()) {
            case "TransactWriteItems" -> transaction(request);
            case "UpdateItem" -> one(request, "Key", true);
            case "PutItem" -> one(request, "Item", true);
            case "GetItem" -> one(request, "Key", false);
            default -> Optional.<Reply>empty();
        };
        reply.ifPresent(_ -> count(call));
        return reply;
    }

    private void count(@Nullable Call call) {
        if (call != null) {
            refused.merge(call, 1, Integer::sum);
        }
    }

    private Optional<Reply> one(Map<String, Object> request, String key, boolean write) {
        return takes(table(request), id(request.get(key)), write, 1)
                ? Optional.empty()
                : Optional.of(Reply.error(partition().code()));
    }

    private Optional<Reply> transaction(Map<String, Object> request) {
        var reasons = new ArrayList<String>();
        var isShort = false;
        for (var each : list(request.get("TransactItems"))) {
            var write = map(map(each).values().iterator().next());
            var takes = takes(table(write), id(write.getOrDefault("Key", write.get("Item"))), true, 2);
            isShort |= !takes;
            reasons.add("{\"Code\":\"" + (takes ? "None" : "ThrottlingError") + "\"}");
        }
        var body = "{\"__type\":\"#TransactionCanceledException\",\"CancellationReasons\":" + reasons + "}";
        return isShort ? Optional.of(new Reply(400, body.getBytes(StandardCharsets.UTF_8))) : Optional.empty();
    }

    /// Whether a key of a batch cannot be read, and is left out of the answer.
    boolean isUnread(String table, Object key) {
        return world.has(Way.CAPACITY) && !takes(table, id(key), false, 1);
    }

    private boolean takes(String table, String id, boolean write, int times) {
        var item = world.table().items(table).getOrDefault(id, Map.of());
        var units = times * Math.ceilDiv(size(item), write ? WRITE_BYTES : READ_BYTES);
        var factor = write ? 1 : READS;
        var name = table + Math.floorMod(id.hashCode(), PARTITIONS) + write;
        var most = partition().most() * factor;
        return buckets.computeIfAbsent(name, _ -> full(most))
                .take(units, partition().rate() * factor, most);
    }

    private static Bucket full(int most) {
        var bucket = new Bucket();
        bucket.left = most;
        return bucket;
    }

    private static int size(Map<String, Attribute> item) {
        var bytes = 1;
        for (var entry : item.entrySet()) {
            bytes += entry.getKey().length() + entry.getValue().text().length();
        }
        return bytes;
    }

    private static String table(Map<String, Object> request) {
        return String.valueOf(request.get("TableName"));
    }

    private static String id(@Nullable Object key) {
        return String.valueOf(map(map(key).get("id")).get("S"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(@Nullable Object value) {
        return value == null ? List.of() : (List<Object>) value;
    }
}
