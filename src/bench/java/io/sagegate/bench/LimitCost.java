package io.sagegate.bench;

import com.sun.management.OperatingSystemMXBean;
import io.sagegate.aws.dynamodb.DynamoDb;
import io.sagegate.aws.dynamodb.usage.DynamoDbUsageStore;
import io.sagegate.limits.Calls;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.local.LocalCalls;
import io.sagegate.policy.Decision;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// CPU time of this process, requests to the table and write units, for each call that is reserved and settled.
final class LimitCost {
    private static final int WARM_UP = 400;
    private static final int CALLS = 1_000;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private LimitCost() {}

    static void print(URI endpoint) throws UsageUnavailableException, InterruptedException {
        var tables = LocalCalls.dynamoDb(endpoint);
        System.out.println();
        System.out.println("| limits of a call | CPU µs | requests to the table | write units |");
        System.out.println("|---|---|---|---|");
        cost("none", tables, Calls.permitAs("cost-0"));
        cost("1: requests", tables, Calls.permitAs("cost-1", "1000000 requests per day"));
        cost("1: tokens, settled", tables, Calls.permitAs("cost-2", "100000000 tokens per hour"));
        cost(
                "4 on one item: requests, tokens, USD, concurrent",
                tables,
                Calls.permitAs(
                        "cost-3",
                        "1000000 requests per day",
                        "100000000 tokens per hour",
                        "1000 USD per day at 0.001 USD per call",
                        "50 concurrent"));
        cost(
                "2 on two items: requests, requests of the role",
                tables,
                Calls.permitAs(
                        "cost-4",
                        "1000000 requests per day",
                        Map.of("limit", "1000000 requests per day", "scope", "role")));
        cost("1: requests in batches", tables, Calls.permitAs("cost-5", "5000 requests per second"));
        batches(tables);
    }

    private static void cost(String name, DynamoDb tables, Decision.Permit permit) throws UsageUnavailableException {
        var store = new CountingStore(new DynamoDbUsageStore(tables, LimitCaller.TABLE));
        var limiter = new Limiter(store, InstantSource.system());
        calls(limiter, permit, WARM_UP);
        var asked = store.asked.sum();
        var before = store.writeUnits.sum();
        var cpu = SYSTEM.getProcessCpuTime();
        calls(limiter, permit, CALLS);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.2f | %.2f |%n",
                name,
                (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / CALLS,
                (store.asked.sum() - asked) / (double) CALLS,
                (store.writeUnits.sum() - before) / (double) CALLS);
    }

    private static void calls(Limiter limiter, Decision.Permit permit, int calls) throws UsageUnavailableException {
        for (var i = 0; i < calls; i++) {
            var deadline = Instant.now().plusSeconds(30);
            if (limiter.reserve(permit, Calls.ALICE, LimitKind.DEMAND, deadline) instanceof Reservation reservation) {
                limiter.settle(reservation, LimitKind.USAGE);
            } else {
                throw new IllegalStateException("a call was refused");
            }
        }
    }

    /// `1000 requests per second` in real time, by environments that are more or less busy.
    private static void batches(DynamoDb tables) throws InterruptedException {
        System.out.println();
        System.out.println(
                "| 1000 requests per second: environments, each asking | admitted in 4 s, at most 5000 | requests per"
                        + " write | taken but unused |");
        System.out.println("|---|---|---|---|");
        for (var busy : List.of(new int[] {1, 500}, new int[] {8, 60}, new int[] {8, 250}, new int[] {32, 15})) {
            var stores = new ArrayList<CountingStore>();
            var admitted = new LongAdder();
            var permit = Calls.permitAs("batch-" + busy[0] + "-" + busy[1], "1000 requests per second");
            var threads = IntStream.range(0, busy[0])
                    .mapToObj(_ -> {
                        var store = new CountingStore(new DynamoDbUsageStore(tables, LimitCaller.TABLE));
                        stores.add(store);
                        return Thread.ofPlatform()
                                .start(() ->
                                        drive(new Limiter(store, InstantSource.system()), permit, busy[1], admitted));
                    })
                    .toList();
            for (var thread : threads) {
                thread.join();
            }
            var writes = stores.stream().mapToLong(store -> store.asked.sum()).sum();
            // Two shards: each permit costs two milliseconds of its shard.
            var taken =
                    stores.stream().mapToLong(store -> store.costTaken.sum()).sum() / 2_000_000;
            System.out.printf(
                    Locale.ROOT,
                    "| %d, %d a second | %d | %.1f | %.1f %% |%n",
                    busy[0],
                    busy[1],
                    admitted.sum(),
                    admitted.sum() / (double) writes,
                    100.0 * (taken - admitted.sum()) / taken);
        }
    }

    private static void drive(Limiter limiter, Decision.Permit permit, int perSecond, LongAdder admitted) {
        var begin = System.nanoTime();
        var pause = 1_000_000_000L / perSecond;
        var next = begin;
        while (System.nanoTime() - begin < Duration.ofSeconds(4).toNanos()) {
            next += pause;
            LockSupport.parkNanos(next - System.nanoTime());
            var deadline = Instant.now().plusSeconds(30);
            if (limiter.reserve(permit, Calls.ALICE, LimitKind.DEMAND, deadline) instanceof Reservation) {
                admitted.increment();
            }
        }
    }
}
