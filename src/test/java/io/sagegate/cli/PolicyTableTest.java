package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.aws.dynamodb.Attributes;
import io.sagegate.aws.dynamodb.policy.DynamoDbPolicyStore;
import io.sagegate.aws.dynamodb.policy.PolicyKeys;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.cli.policy.PolicyFiles;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.cli.policy.revision.RevisionRecord;
import io.sagegate.cli.policy.revision.RevisionTable;
import io.sagegate.cli.policy.revision.Revisions;
import io.sagegate.identity.ApiClient;
import io.sagegate.local.LocalTables;
import io.sagegate.local.world.DynamoDbLocal;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Price;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PolicyTableTest {
    private final DynamoDbLocal database;
    private final DynamoDbClient client;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-06-01T12:00:00Z"));
    private String table = "";
    private int tables;
    private Revisions revisions;

    PolicyTableTest(@TempDir Path directory) throws Exception {
        database = DynamoDbLocal.start(directory);
        client = client(database.endpoint());
        revisions = new Revisions(new RevisionTable(client, table), now::get);
    }

    static DynamoDbClient client(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @BeforeEach
    void emptyTable() {
        table = "policy" + tables++;
        LocalTables.create(client, table);
        revisions = new Revisions(new RevisionTable(client, table), now::get);
    }

    @AfterAll
    void stop() {
        client.close();
        database.close();
    }

    /// Client `c` has `roles` roles, which grant one endpoint each.
    private static String yaml(String endpoint, int roles) {
        var yaml = new StringBuilder("# by hand\nroles:\n");
        for (var i = 0; i < roles; i++) {
            yaml.append("  r")
                    .append(i)
                    .append(":\n    - {endpoint: ")
                    .append(endpoint)
                    .append(", actions: [invoke]}\n");
        }
        yaml.append("bindings:\n");
        for (var i = 0; i < roles; i++) {
            yaml.append("  - {role: r").append(i).append(", members: [key:c]}\n");
        }
        return yaml.toString();
    }

    private static CompiledPolicy compiled(String yaml) throws InvalidPolicyException {
        return PolicyCompiler.compile(PolicyDocument.parse("test", yaml)).sound();
    }

    private long apply(String yaml, long before) throws Exception {
        return revisions.apply(compiled(yaml), new Revisions.Change(before, "tester", "why", Optional.empty()));
    }

    private DynamoDbPolicyStore store(Duration timeToLive, InstantSource clock) {
        return new DynamoDbPolicyStore(client, table, timeToLive, clock);
    }

    private static List<String> endpoints(List<Assignment> assignments) {
        return assignments.stream()
                .flatMap(each -> each.role().grants().stream())
                .map(grant -> grant.endpoint())
                .distinct()
                .toList();
    }

    @Test
    void pricesAndTagsReachTheGatewayThroughTheTable() throws Exception {
        apply(
                yaml("llm", 1).replace("members: [key:c]", "members: [key:c], tags: {team: fraud}")
                        + "prices:\n  - {endpoint: llm, price: 0.01 USD per call}\n",
                0);
        var roles = store(Duration.ofSeconds(10), now::get).current().rolesOf(new ApiClient("c", "k"));
        assertThat(roles).singleElement().satisfies(each -> {
            assertThat(each.tags()).containsExactly(Map.entry("team", "fraud"));
            assertThat(each.role().grants().getFirst().prices().endpoint()).contains(new Price(10_000_000, 0, 0));
        });
    }

    @Test
    void aRevokedGrantWorksForTheTimeToLiveAndNoLonger() throws Exception {
        var first = apply(yaml("llm", 1), 0);
        var store = store(Duration.ofSeconds(10), now::get);
        var caller = new ApiClient("c", "k");
        assertThat(endpoints(store.current().rolesOf(caller))).containsExactly("llm");
        apply("roles: {}\n", first);
        var applied = now.get();
        now.set(applied.plusSeconds(10).minusNanos(1));
        assertThat(endpoints(store.current().rolesOf(caller))).containsExactly("llm");
        now.set(applied.plusSeconds(10));
        assertThat(store.current().rolesOf(caller)).isEmpty();
    }

    /// The measured form: on the real clock, from the end of `apply` to the last answer that still had the grant.
    @Test
    void theMeasuredRevocationIsWithinTheTimeToLive() throws Exception {
        var timeToLive = Duration.ofMillis(400);
        var first = apply(yaml("llm", 1), 0);
        var store = store(timeToLive, InstantSource.system());
        var caller = new ApiClient("c", "k");
        assertThat(store.current().rolesOf(caller)).isNotEmpty();
        apply("roles: {}\n", first);
        var applied = System.nanoTime();
        var lastGranted = applied;
        while (true) {
            var asked = System.nanoTime();
            if (store.current().rolesOf(caller).isEmpty()) {
                break;
            }
            lastGranted = asked;
        }
        assertThat(Duration.ofNanos(lastGranted - applied)).isLessThanOrEqualTo(timeToLive);
    }

    @Test
    void readersNeverSeeHalfARevisionWhileOthersAreApplied() throws Exception {
        var revision = apply(yaml("e0", 30), 0);
        var done = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> reader = () -> {
                var seen = 0;
                while (!done.get()) {
                    var store = store(Duration.ZERO, InstantSource.system());
                    var policy = store.current();
                    var assignments = policy.rolesOf(new ApiClient("c", "k"));
                    assertThat(assignments).hasSize(30);
                    assertThat(endpoints(assignments)).hasSize(1);
                    seen++;
                }
                return seen;
            };
            var readers =
                    new ArrayList<>(List.of(threads.submit(reader), threads.submit(reader), threads.submit(reader)));
            for (var i = 1; i <= 12; i++) {
                revision = apply(yaml("e" + i, 30), revision);
            }
            done.set(true);
            for (var one : readers) {
                assertThat(one.get()).isPositive();
            }
        }
    }

    @Test
    void ofTwoWhoApplyAtOnceOneWinsAndTheOtherChangesNothing() throws Exception {
        var first = apply(yaml("e0", 5), 0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var attempts = new ArrayList<Callable<Optional<Long>>>();
            for (var i = 1; i <= 6; i++) {
                var yaml = yaml("e" + i, 5);
                attempts.add(() -> {
                    try {
                        return Optional.of(apply(yaml, first));
                    } catch (CommandFailedException e) {
                        assertThat(e.exitCode()).isEqualTo(Exit.CONFLICT);
                        return Optional.empty();
                    }
                });
            }
            var won = new ArrayList<Long>();
            for (var attempt : threads.invokeAll(attempts)) {
                attempt.get().ifPresent(won::add);
            }
            assertThat(won).hasSize(1);
            assertThat(revisions.current()).isEqualTo(won.getFirst());
            assertThat(endpoints(store(Duration.ZERO, now::get).current().rolesOf(new ApiClient("c", "k"))))
                    .hasSize(1);
            assertThat(client.scan(scan -> scan.tableName(table)).items().stream()
                            .map(item -> String.valueOf(Attributes.plain(item).get("id")))
                            .filter(id -> !id.startsWith(won.getFirst() + "/") && !id.startsWith(first + "/")))
                    .containsExactlyInAnyOrder(PolicyKeys.CURRENT, PolicyKeys.SEQUENCE);
        }
    }

    @Test
    void aTableThatHoldsNoPolicyOrABrokenOneAllowsNothing() throws Exception {
        var store = store(Duration.ZERO, now::get);
        assertThatThrownBy(store::current).isInstanceOf(PolicyUnavailableException.class);
        var revision = apply(yaml("llm", 1), 0);
        var wild = Map.of(
                "id",
                AttributeValue.fromS(PolicyKeys.role(revision, "r0")),
                "grants",
                AttributeValue.fromL(List.of(AttributeValue.fromM(Map.of(
                        "endpoint",
                        AttributeValue.fromS("*"),
                        "actions",
                        AttributeValue.fromL(List.of(AttributeValue.fromS("invoke"))))))));
        client.putItem(put -> put.tableName(table).item(wild));
        assertThatThrownBy(() -> store.current().rolesOf(new ApiClient("c", "k")))
                .isInstanceOf(PolicyUnavailableException.class);
        client.deleteTable(delete -> delete.tableName(table));
        assertThatThrownBy(store::current).isInstanceOf(PolicyUnavailableException.class);
    }

    @Test
    void anOutdatedPolicyIsUsedOnlyWhereAskedForOnlyWhileTheTableIsDownAndNotForLong() throws Exception {
        apply(yaml("llm", 1), 0);
        var ttl = Duration.ofSeconds(10);
        var never = store(ttl, now::get);
        var stale = new DynamoDbPolicyStore(client, table, ttl, Duration.ofSeconds(30), now::get);
        never.current();
        var policy = stale.current();
        assertThat(policy.rolesOf(new ApiClient("c", "k"))).isNotEmpty();
        var read = now.get();
        client.deleteTable(delete -> delete.tableName(table));
        now.set(read.plusSeconds(10));
        assertThatThrownBy(never::current).isInstanceOf(PolicyUnavailableException.class);
        assertThat(stale.current()).isSameAs(policy);
        now.set(read.plusSeconds(40).minusNanos(1));
        assertThat(stale.current()).isSameAs(policy);
        now.set(read.plusSeconds(40));
        assertThatThrownBy(stale::current).isInstanceOf(PolicyUnavailableException.class);
    }

    @Test
    void aPolicyTakenAwayByHandStopsCallsEvenWhereOutdatedOnesMayBeUsed() throws Exception {
        apply(yaml("llm", 1), 0);
        var stale = new DynamoDbPolicyStore(client, table, Duration.ZERO, Duration.ofSeconds(30), now::get);
        stale.current();
        client.deleteItem(
                delete -> delete.tableName(table).key(Map.of("id", AttributeValue.fromS(PolicyKeys.CURRENT))));
        assertThatThrownBy(stale::current).isInstanceOf(PolicyUnavailableException.class);
    }

    @Test
    void historyRollbackAndPullGiveEveryRevisionBackToTheLetter() throws Exception {
        var first = apply(yaml("one", 2), 0);
        var second = apply(yaml("two", 1), first);
        assertThat(revisions.document(first).source()).isEqualTo(yaml("one", 2));
        var back = revisions.apply(
                PolicyFiles.ofRevision(revisions, first),
                new Revisions.Change(second, "tester", "", Optional.of(first)));
        assertThat(revisions.history(10))
                .extracting(RevisionRecord::revision, RevisionRecord::parent, RevisionRecord::message)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(back, second, ""),
                        org.assertj.core.groups.Tuple.tuple(second, first, "why"),
                        org.assertj.core.groups.Tuple.tuple(first, 0L, "why"));
        assertThat(revisions.history(10).getFirst().restored()).contains(first);
        assertThat(endpoints(store(Duration.ZERO, now::get).current().rolesOf(new ApiClient("c", "k"))))
                .containsExactly("one");
    }

    @Test
    void aLongDocumentIsKeptInParts() throws Exception {
        var yaml = new StringBuilder(yaml("llm", 1));
        var random = new java.util.Random(1);
        for (var i = 0; i < 20_000; i++) {
            yaml.append("# ")
                    .append(Long.toHexString(random.nextLong()))
                    .append(Long.toHexString(random.nextLong()))
                    .append('\n');
        }
        var revision = apply(yaml.toString(), 0);
        assertThat(revisions.record(revision).orElseThrow().parts()).isGreaterThan(1);
        assertThat(revisions.document(revision).source()).isEqualTo(yaml.toString());
    }

    @Test
    void oldItemsAreRemovedOnlyWhenLongReplacedAndTheirSourceStays() throws Exception {
        var revision = 0L;
        for (var i = 0; i < 22; i++) {
            revision = apply(yaml("e" + i, 1), revision);
        }
        assertThat(revisions.collect()).isZero();
        now.set(now.get().plus(Duration.ofHours(2)));
        assertThat(revisions.collect()).isEqualTo(2);
        assertThat(revisions.collect()).isZero();
        var oldest = revisions.history(100).getLast().revision();
        assertThat(new RevisionTable(client, table).item(PolicyKeys.role(oldest, "r0")))
                .isEmpty();
        assertThat(revisions.document(oldest).source()).isEqualTo(yaml("e0", 1));
        assertThat(endpoints(store(Duration.ZERO, now::get).current().rolesOf(new ApiClient("c", "k"))))
                .containsExactly("e21");
    }
}
