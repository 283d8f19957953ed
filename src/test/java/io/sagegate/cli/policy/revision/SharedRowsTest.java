package io.sagegate.cli.policy.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.aws.dynamodb.Attributes;
import io.sagegate.aws.dynamodb.policy.DynamoDbPolicyStore;
import io.sagegate.aws.dynamodb.policy.PolicyKeys;
import io.sagegate.aws.dynamodb.policy.PolicyLayout;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.identity.ApiClient;
import io.sagegate.local.LocalTables;
import io.sagegate.local.SharedWorld;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicyReader;
import io.sagegate.policy.document.PolicySyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Revisions of a large policy share the rows that did not change.
final class SharedRowsTest {
    private static int tables;

    private final DynamoDbClient client = SharedWorld.get().tables();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-06-01T12:00:00Z"));
    private final String name = "shared-rows" + tables++;
    private final RevisionTable table = new RevisionTable(client, name);
    private Revisions revisions = new Revisions(table, now::get, 0);

    @BeforeEach
    void emptyTable() {
        LocalTables.create(client, name);
    }

    /// Each member has a role of its own, which grants one endpoint.
    private static String yaml(Map<String, String> endpoints) {
        var yaml = new StringBuilder("roles:\n  everybody: [{endpoint: common, actions: [invoke]}]\n");
        endpoints.forEach((member, endpoint) ->
                yaml.append("  %s: [{endpoint: %s, actions: [invoke]}]%n".formatted(member, endpoint)));
        yaml.append("bindings:\n");
        endpoints.forEach(
                (member, _) -> yaml.append("  - {role: %s, members: ['key:%s']}%n".formatted(member, member)));
        return yaml + "  - {role: everybody, members: ['key:somebody']}\n";
    }

    private static CompiledPolicy compiled(String yaml) throws Exception {
        return PolicyCompiler.compile(PolicyDocument.parse("test", yaml)).sound();
    }

    private static Revisions.Change change(long before) {
        return new Revisions.Change(before, "tester", "", Optional.empty());
    }

    private long whole(Map<String, String> endpoints) throws Exception {
        return revisions.apply(compiled(yaml(endpoints)), change(table.current()));
    }

    private long apply(Map<String, String> endpoints) throws Exception {
        return apply(yaml(endpoints));
    }

    private long apply(String yaml) throws Exception {
        var before = table.current();
        return revisions.apply(
                compiled(yaml), change(before), Optional.of(PolicyCompiler.read(revisions.document(before))));
    }

    private DynamoDbPolicyStore gateway() {
        return new DynamoDbPolicyStore(client, name, Duration.ZERO, now::get);
    }

    private List<String> endpoints(String member) throws PolicyUnavailableException {
        return gateway().current().rolesOf(new ApiClient(member, "k")).stream()
                .flatMap(each -> each.role().grants().stream())
                .map(grant -> grant.endpoint())
                .toList();
    }

    private List<String> ids() {
        return client.scan(scan -> scan.tableName(name)).items().stream()
                .map(item -> String.valueOf(Attributes.plain(item).get("id")))
                .sorted()
                .toList();
    }

    private List<String> rowsOf(long revision) {
        return ids().stream()
                .filter(id -> id.startsWith(revision + "/") && !id.contains("source") && !id.endsWith("/revision"))
                .toList();
    }

    @Test
    void aRevisionWritesOnlyTheRowsThatChangedAndReadersFindAll() throws Exception {
        whole(Map.of("a", "one", "b", "two", "c", "three"));
        var second = apply(Map.of("a", "one", "b", "other", "d", "four"));
        assertThat(rowsOf(second))
                .containsExactly(second + "/issuers", second + "/member/key:d", second + "/role/b", second + "/role/d");
        assertThat(endpoints("a")).containsExactly("one");
        assertThat(endpoints("b")).containsExactly("other");
        assertThat(endpoints("c")).isEmpty();
        assertThat(endpoints("d")).containsExactly("four");
        var third = apply(Map.of("a", "one", "b", "other", "c", "again", "d", "four"));
        assertThat(rowsOf(third)).containsExactly(third + "/issuers", third + "/member/key:c", third + "/role/c");
        assertThat(endpoints("b")).containsExactly("other");
        assertThat(endpoints("c")).containsExactly("again");
    }

    @Test
    void aPolicyOfFewRowsIsWrittenWholeAsAnyGatewayReadsIt() throws Exception {
        revisions = new Revisions(table, now::get);
        whole(Map.of("a", "one"));
        var second = apply(Map.of("a", "two"));
        assertThat(rowsOf(second)).hasSize(6);
        assertThat(table.item(PolicyKeys.issuers(second)).get("issuers")).isInstanceOf(List.class);
    }

    /// A gateway of 0.1 reads the issuers in this way, and finds none of the shared rows.
    @Test
    void aGatewayThatCannotShareRowsRefusesTheIssuersOfSuchARevision() throws Exception {
        whole(Map.of("a", "one"));
        var issuers = table.item(PolicyKeys.issuers(apply(Map.of("a", "two")))).get("issuers");
        assertThatThrownBy(() -> PolicyReader.issuers(new PolicyNode(issuers, "issuers")))
                .isInstanceOf(PolicySyntaxException.class)
                .hasMessageContaining("expected a list");
    }

    /// An earlier command line removes the rows of old revisions whole, unless they count as collected.
    @Test
    void anEarlierCommandLineLeavesTheRowsOfARevisionAlone() throws Exception {
        var item = table.item(PolicyKeys.record(whole(Map.of("a", "one"))));
        assertThat(item).containsEntry("collected", true);
        assertThat(RevisionRecord.of(item).collected()).isFalse();
    }

    @Test
    void moreChangedRowsThanAReaderShouldFetchMakeAWholeRevision() throws Exception {
        var endpoints = new TreeMap<String, String>();
        for (var i = 0; i < 400; i++) {
            endpoints.put("a-member-with-a-name-of-some-length-" + i, "one");
        }
        whole(endpoints);
        endpoints.replaceAll((_, _) -> "two");
        assertThat(rowsOf(apply(endpoints))).hasSize(804);
    }

    @Test
    void rowsThatThisVersionWouldWriteOtherwiseAreNotShared() throws Exception {
        var first = whole(Map.of("a", "one", "b", "two"));
        var record = table.item(PolicyKeys.record(first));
        record.put("rows", "the digest of other rows");
        table.put(List.of(record));
        assertThat(rowsOf(apply(Map.of("a", "one", "b", "other")))).hasSize(8);
    }

    @Test
    void rowsOfAnApplyThatWasCutOffOrLostAreNeverSeen() throws Exception {
        var first = whole(Map.of("a", "one", "b", "two"));
        var cutOff = table.next(first);
        table.put(Written.whole(PolicyRows.of(compiled(yaml(Map.of("c", "three")))), cutOff)
                .items());
        assertThat(endpoints("c")).isEmpty();
        apply(Map.of("a", "other", "b", "two"));
        assertThatThrownBy(() -> revisions.apply(compiled(yaml(Map.of("c", "three"))), change(first)))
                .isInstanceOf(CommandFailedException.class);
        assertThat(endpoints("a")).containsExactly("other");
        assertThat(endpoints("b")).containsExactly("two");
        assertThat(endpoints("c")).isEmpty();
    }

    /// The flip is tried again by the client where its answer is lost, and then fails on its own success.
    @Test
    void anApplyWhosePointerMovedThoughTheAnswerWasLostKeepsItsRows() throws Exception {
        whole(Map.of("a", "one"));
        try (var losing = new LostFlips(SharedWorld.get().dynamodb())) {
            var applying = new Revisions(new RevisionTable(losing.client(), name), now::get, 0);
            var second = applying.apply(compiled(yaml(Map.of("a", "two"))), change(table.current()));
            assertThat(losing.lost()).isEqualTo(1);
            assertThat(table.current()).isEqualTo(second);
            assertThat(endpoints("a")).containsExactly("two");
        }
    }

    @Test
    void whoMayReadOnlySingleItemsSeesTheSameHistory() throws Exception {
        whole(Map.of("a", "one"));
        apply(Map.of("a", "two"));
        try (var single = SingleReads.client(SharedWorld.get().dynamodb())) {
            var others = new Revisions(new RevisionTable(single, name), now::get, 0);
            assertThat(others.history(10)).hasSize(2).isEqualTo(revisions.history(10));
        }
    }

    @Test
    void aRevisionThatWasReplacedAtOnceCountsAsApplied() throws Exception {
        var first = whole(Map.of("a", "one"));
        var second = apply(Map.of("a", "two"));
        var third = apply(Map.of("a", "three"));
        var history = new History(table);
        assertThat(List.of(history.has(first), history.has(second), history.has(third)))
                .containsOnly(true);
        assertThat(history.has(table.next(third))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{base: 2, rows: {}, list: []}",
                "{base: 1, rows: {x: 1}, list: []}",
                "{base: 1, rows: {x: 3}, list: []}",
                "{base: 1, rows: {x: null}, list: []}",
                "{base: 1, list: []}",
                "{base: 1, rows: {}, list: [], more: 1}"
            })
    void aLayoutThatBreaksTheRulesIsRefused(String yaml) throws Exception {
        var head = PolicyDocument.parse("head", yaml).root();
        assertThatThrownBy(() -> PolicyLayout.of(2, head)).isInstanceOf(PolicySyntaxException.class);
        whole(Map.of("a", "one"));
        var second = whole(Map.of("a", "one"));
        client.putItem(put -> put.tableName(name)
                .item(Map.of(
                        "id",
                        AttributeValue.fromS(PolicyKeys.issuers(second)),
                        "issuers",
                        Attributes.of(head.value()))));
        assertThatThrownBy(() -> gateway().current()).isInstanceOf(PolicyUnavailableException.class);
        // The next apply trusts none of it.
        assertThat(rowsOf(apply(Map.of("a", "two")))).hasSize(6);
    }

    @Test
    void rowsOfARevisionWhoseTimeWasChangedByHandStay() throws Exception {
        var first = whole(Map.of("a", "e0"));
        var second = apply(Map.of("a", "e1"));
        for (var i = 2; i < 25; i++) {
            apply(Map.of("a", "e" + i));
        }
        now.set(now.get().plus(Duration.ofHours(2)));
        client.updateItem(update -> update.tableName(name)
                .key(Map.of("id", AttributeValue.fromS(PolicyKeys.record(second))))
                .updateExpression("SET #at = :at")
                .expressionAttributeNames(Map.of("#at", "at"))
                .expressionAttributeValues(Map.of(":at", AttributeValue.fromS("yesterday"))));
        revisions.collect();
        assertThat(ids()).contains(PolicyKeys.issuers(first));
    }

    /// A model of the table beside it: whichever way revisions follow each other, the newest twenty stay readable
    /// row by row, and nothing stays that none of the revisions uses.
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void removingOldRowsNeverTakesOneThatAKeptRevisionUses(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        var expected = new TreeMap<Long, SortedMap<String, String>>();
        var endpoints = new TreeMap<>(Map.of("a", "e0", "b", "e0", "c", "e0"));
        expected.put(whole(endpoints), new TreeMap<>(endpoints));
        for (var step = 0; step < 60; step++) {
            var member = String.valueOf((char) ('a' + random.nextInt(8)));
            switch (random.nextInt(8)) {
                case 0, 1 -> endpoints.remove(member);
                case 2 ->
                    endpoints = new TreeMap<>(expected.sequencedValues().reversed().stream()
                            .skip(random.nextInt(Math.min(expected.size(), 10)))
                            .findFirst()
                            .orElseThrow());
                default -> endpoints.put(member, "e" + step);
            }
            expected.put(random.nextInt(15) == 0 ? whole(endpoints) : apply(endpoints), new TreeMap<>(endpoints));
            now.set(now.get().plus(Duration.ofMinutes(random.nextInt(90))));
            revisions.collect();
        }
        now.set(now.get().plus(Duration.ofHours(2)));
        for (var round = 0; round < 20; round++) {
            revisions.collect();
        }
        assertThat(keptKeys(expected))
                .containsExactlyInAnyOrderElementsOf(ids().stream()
                        .filter(id -> id.contains("/") && !id.contains("/source/") && !id.endsWith("/revision"))
                        .toList());
    }

    /// Checks every kept revision, and returns the keys of all their rows.
    private Set<String> keptKeys(SortedMap<Long, SortedMap<String, String>> expected) throws Exception {
        var keys = new TreeSet<String>();
        for (var record : revisions.history(20)) {
            var rows = PolicyRows.of(compiled(yaml(expected.getOrDefault(record.revision(), new TreeMap<>()))));
            var layout = new History(table).layout(record.revision()).orElseThrow();
            keys.add(PolicyKeys.issuers(record.revision()));
            for (var row : rows.byName().entrySet()) {
                keys.add(layout.key(row.getKey()));
                assertThat(table.item(layout.key(row.getKey()))).containsAllEntriesOf(row.getValue());
            }
        }
        return keys;
    }

    @Test
    void aRemovalThatWasCutOffIsTakenUpAgain() throws Exception {
        var first = whole(Map.of("a", "one", "b", "two"));
        for (var i = 0; i < 21; i++) {
            whole(Map.of("a", "one", "b", "two"));
        }
        now.set(now.get().plus(Duration.ofHours(2)));
        table.delete(List.of(PolicyKeys.role(first, "a")));
        assertThat(revisions.collect()).isEqualTo(2);
        assertThat(rowsOf(first)).isEmpty();
    }

    @Test
    void theGatewayReadsNoItemMoreForSharedRows() throws Exception {
        var counted = new ArrayList<String>();
        try (var counting = CountedReads.client(SharedWorld.get().dynamodb(), counted)) {
            whole(Map.of("a", "one", "b", "two"));
            apply(Map.of("a", "one", "b", "other"));
            var store = new DynamoDbPolicyStore(counting, name, Duration.ofMinutes(1), now::get);
            store.current().rolesOf(new ApiClient("a", "k"));
            assertThat(counted).containsExactly("current", "2/issuers", "1/member/key:a", "1/role/a");
            store.current().rolesOf(new ApiClient("b", "k"));
            assertThat(counted.subList(4, 6)).containsExactly("1/member/key:b", "2/role/b");
            store.current().rolesOf(new ApiClient("b", "k"));
            assertThat(counted).hasSize(6);
        }
    }
}
