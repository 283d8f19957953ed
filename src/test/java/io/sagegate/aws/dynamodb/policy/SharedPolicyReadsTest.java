package io.sagegate.aws.dynamodb.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.sagegate.aws.dynamodb.TableException;
import io.sagegate.aws.dynamodb.TableItem;
import io.sagegate.aws.dynamodb.TableReads;
import io.sagegate.identity.ApiClient;
import io.sagegate.limits.TickingClock;
import io.sagegate.policy.PolicyUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/// Calls that wait for the policy table at the same time share one read: the bound of one call holds for all.
@Timeout(60)
final class SharedPolicyReadsTest {
    private static final int CALLS = 16;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T10:00:00Z"));

    private final HangingTable table = new HangingTable();
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void release() {
        table.release.countDown();
    }

    private interface Call {
        Object make() throws Exception;
    }

    /// The outcomes of so many calls at once, all of which wait before the table answers.
    private List<Object> together(Call call) throws InterruptedException {
        var outcomes = new ArrayList<Object>();
        for (var i = 0; i < CALLS; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                Object[] made = new Object[1];
                var failure = catchThrowable(() -> made[0] = call.make());
                synchronized (outcomes) {
                    outcomes.add(failure == null ? made[0] : failure);
                }
            }));
        }
        await().until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        table.release.countDown();
        for (var thread : threads) {
            thread.join();
        }
        return outcomes;
    }

    @Test
    void waitersShareTheFailureOfOneRead() throws InterruptedException {
        var store = new DynamoDbPolicyStore(table, "policy", Duration.ofSeconds(10), CLOCK);
        assertThat(together(store::current))
                .hasSize(CALLS)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(PolicyUnavailableException.class));
        assertThat(table.calls).hasValue(1);
        assertThat(catchThrowable(store::current)).isInstanceOf(PolicyUnavailableException.class);
        assertThat(table.calls).as("who comes later asks again").hasValue(2);
    }

    @Test
    void waitersShareTheSuccessOfOneRead() throws InterruptedException, PolicyUnavailableException {
        table.works = true;
        var store = new DynamoDbPolicyStore(table, "policy", Duration.ofSeconds(10), CLOCK);
        assertThat(together(store::current)).hasSize(CALLS).containsOnly(store.current());
        assertThat(table.calls).as("the pointer and the issuers").hasValue(2);
    }

    @Test
    void withoutATimeToLiveEachCallReadsForItselfAndNoneWaitsForAnother() throws InterruptedException {
        var store = new DynamoDbPolicyStore(table, "policy", Duration.ZERO, CLOCK);
        together(store::current);
        assertThat(table.calls).hasValue(CALLS);
    }

    @Test
    void theRolesOfOneCallerAreReadOnceToo() throws InterruptedException {
        var policy =
                new DynamoDbPolicy(PolicyLayout.whole(1), List.of(), new PolicyTable(TableReads.of(table, "policy")));
        assertThat(together(() -> policy.rolesOf(new ApiClient("alice", "k1"))))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(PolicyUnavailableException.class));
        assertThat(table.calls).hasValue(1);
    }

    /// So no older read of a key can replace a newer one, after which a revoked key would work again.
    @Test
    void aKeyIsReadOnceForAllWhoWaitForIt() throws InterruptedException {
        table.works = true;
        var keys = new DynamoDbApiKeyStore(table, "policy", Duration.ofSeconds(10), CLOCK);
        assertThat(together(() -> keys.find("k1"))).hasSize(CALLS).containsOnly(Optional.empty());
        assertThat(table.calls).hasValue(1);
    }

    /// Without a time to live, reads overlap: here the second begins and ends within the first.
    @Test
    void anOutageBringsNoOlderPolicyBack() throws PolicyUnavailableException {
        var clock = new TickingClock("2026-11-23T10:00:00Z");
        var changing = new ChangingTable();
        var store = new DynamoDbPolicyStore(new PolicyTable(changing), Duration.ZERO, Duration.ofSeconds(10), clock);
        changing.during = () -> {
            clock.pass(Duration.ofMillis(1));
            changing.revision = 2;
            assertThat(store.current().revision()).isEqualTo(2);
        };
        assertThat(store.current().revision()).isEqualTo(1);
        changing.down = true;
        assertThat(store.current().revision()).isEqualTo(2);
    }

    private interface Meanwhile {
        void happens() throws PolicyUnavailableException;
    }

    /// A table that changes while it is read.
    private static final class ChangingTable implements TableReads {
        private long revision = 1;
        private boolean down;
        private @Nullable Meanwhile during;

        @Override
        public TableItem item(String id) throws TableException {
            if (down) {
                throw TableException.unanswered(new IllegalStateException("down"));
            }
            var found = new TableItem(Map.of("id", id, "revision", revision, "issuers", List.of()));
            var meanwhile = during;
            during = null;
            if (meanwhile != null) {
                assertThat(catchThrowable(meanwhile::happens)).isNull();
            }
            return found;
        }

        @Override
        public Batch batch(List<String> ids) {
            return new Batch(List.of(), List.of());
        }
    }

    /// Answers nothing until it is released; then fails, or has an empty policy.
    private static final class HangingTable implements DynamoDbClient {
        private final CountDownLatch release = new CountDownLatch(1);
        private final AtomicInteger calls = new AtomicInteger();
        private volatile boolean works;

        @Override
        public GetItemResponse getItem(GetItemRequest request) {
            hang();
            return GetItemResponse.builder()
                    .item(Map.of("revision", AttributeValue.fromN("1"), "issuers", AttributeValue.fromL(List.of())))
                    .build();
        }

        @Override
        public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
            hang();
            return BatchGetItemResponse.builder()
                    .responses(Map.of())
                    .unprocessedKeys(Map.of())
                    .build();
        }

        private void hang() {
            calls.incrementAndGet();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!works) {
                throw SdkClientException.create("timed out");
            }
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }
}
