package io.sagegate.bench;

import io.sagegate.aws.dynamodb.policy.DynamoDbPolicyStore;
import io.sagegate.cli.policy.PolicyFile;
import io.sagegate.identity.ApiClient;
import io.sagegate.local.LocalTables;
import io.sagegate.local.world.DynamoDbLocal;
import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.Facts;
import io.sagegate.policy.Question;
import io.sagegate.policy.Target;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// The cost of a decision in a small and in a large policy table: 10 roles beside 10,000 roles of 20 grants
/// each and 100,000 other items.
///
/// `mvn -Pbench -Dbench.main=io.sagegate.bench.PolicyScale`.
public final class PolicyScale {
    private static final int DECISIONS = 2_000;
    private static final int GRANTS = 20;
    private static final AtomicLong ITEMS = new AtomicLong();

    private PolicyScale() {}

    /// Prints one line for each size.
    public static void main(String[] args) throws Exception {
        try (var database = DynamoDbLocal.start(Path.of("target", "bench", "policy-scale"));
                var client = DynamoDbClient.builder()
                        .endpointOverride(database.endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                        .httpClientBuilder(AwsCrtHttpClient.builder())
                        .overrideConfiguration(config -> config.addExecutionInterceptor(new Counting()))
                        .build()) {
            measure(client, "warm-up", 10, 0);
            measure(client, "small", 10, 100);
            measure(client, "large", 10_000, 100_000);
        }
    }

    private static void measure(DynamoDbClient client, String name, int roles, int others) throws Exception {
        var table = "scale-" + name;
        LocalTables.create(client, table);
        var began = System.nanoTime();
        PolicyFile.apply(policy(roles), client, table);
        fill(client, table, others);
        var filled = Duration.ofNanos(System.nanoTime() - began);
        var cold = decisions(client, table, roles, true);
        var kept = decisions(client, table, roles, false);
        System.out.printf(
                "%-8s %,7d roles x %d grants, %,8d other items (filled in %,d s): cold %.1f items and %,.0f CPU us a"
                        + " decision; kept %.3f items and %,.1f CPU us%n",
                name, roles, GRANTS, others, filled.toSeconds(), cold[0], cold[1], kept[0], kept[1]);
    }

    private static String policy(int roles) {
        var yaml = new StringBuilder("roles:\n");
        for (var role = 0; role < roles; role++) {
            yaml.append("  r").append(role).append(":\n");
            for (var grant = 0; grant < GRANTS; grant++) {
                yaml.append("    - {endpoint: e")
                        .append(role)
                        .append('-')
                        .append(grant)
                        .append(", actions: [invoke]}\n");
            }
        }
        yaml.append("bindings:\n");
        for (var role = 0; role < roles; role++) {
            yaml.append("  - {role: r")
                    .append(role)
                    .append(", members: [key:c")
                    .append(role)
                    .append("]}\n");
        }
        return yaml.toString();
    }

    private static void fill(DynamoDbClient client, String table, int items) {
        for (var from = 0; from < items; from += 25) {
            var writes = new ArrayList<WriteRequest>();
            for (var i = from; i < Math.min(items, from + 25); i++) {
                var item = Map.of("id", AttributeValue.fromS("key/" + i), "hash", AttributeValue.fromS("x".repeat(64)));
                writes.add(
                        WriteRequest.builder().putRequest(put -> put.item(item)).build());
            }
            client.batchWriteItem(write -> write.requestItems(Map.of(table, writes)));
        }
    }

    /// Items read and CPU microseconds of this thread, per decision.
    private static double[] decisions(DynamoDbClient client, String table, int roles, boolean cold) throws Exception {
        var random = new Random(7);
        var count = cold ? 200 : DECISIONS * 20;
        var store = new DynamoDbPolicyStore(client, table, Duration.ofMinutes(5), InstantSource.system());
        var callers = Math.min(roles, 10);
        for (var caller = 0; caller < callers; caller++) {
            decide(store, caller);
        }
        var threads = ManagementFactory.getThreadMXBean();
        var items = ITEMS.get();
        var cpu = threads.getCurrentThreadCpuTime();
        for (var i = 0; i < count; i++) {
            if (cold) {
                store.forget();
            }
            decide(store, random.nextInt(cold ? roles : callers));
        }
        return new double[] {
            (ITEMS.get() - items) / (double) count, (threads.getCurrentThreadCpuTime() - cpu) / 1_000.0 / count
        };
    }

    private static void decide(DynamoDbPolicyStore store, int caller) throws Exception {
        var principal = new ApiClient("c" + caller, "k");
        var policy = store.current();
        var question = new Question(
                principal,
                Action.INVOKE,
                Target.ofEndpoint("e" + caller + "-13"),
                new Facts("192.0.2.1", 10, Optional.empty()),
                Instant.EPOCH);
        var decision = DecisionPoint.decide(question, policy.rolesOf(principal), policy.revision());
        if (!(decision instanceof Decision.Permit)) {
            throw new IllegalStateException("not permitted: " + decision);
        }
    }

    /// Counts the items asked for.
    private static final class Counting implements ExecutionInterceptor {
        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            switch (context.request()) {
                case GetItemRequest _ -> ITEMS.incrementAndGet();
                case BatchGetItemRequest batch ->
                    batch.requestItems().values().stream()
                            .map(keys -> keys.keys())
                            .map(List::size)
                            .forEach(ITEMS::addAndGet);
                default -> {}
            }
        }
    }
}
