package io.sagegate.aws.dynamodb.policy;

import static io.sagegate.schedules.Schedules.hold;
import static io.sagegate.schedules.Schedules.search;
import static io.sagegate.schedules.Schedules.share;
import static io.sagegate.schedules.Schedules.together;
import static io.sagegate.schedules.Schedules.turn;

import io.sagegate.aws.dynamodb.TableItem;
import io.sagegate.aws.dynamodb.TableReads;
import io.sagegate.limits.TickingClock;
import io.sagegate.policy.PolicyUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Calls that read the policy table at the same time.
final class PolicyCacheSchedules {
    private static final Duration TTL = Duration.ofSeconds(10);
    /// A table with a policy.
    private static final class Table implements TableReads {
        private final AtomicInteger reads = new AtomicInteger();

        @Override
        public TableItem item(String id) {
            reads.incrementAndGet();
            turn();
            return new TableItem(Map.of(TableItem.ID, id, "revision", 1L, "issuers", List.of()));
        }

        @Override
        public Batch batch(List<String> ids) {
            return new Batch(List.of(), List.of());
        }
    }

    @Test
    void callsShareOneReadOfThePolicy() {
        search(() -> {
            var table = new Table();
            var store = share(new DynamoDbPolicyStore(
                    new PolicyTable(table), TTL, Duration.ZERO, new TickingClock("2026-11-23T10:00:00Z")));
            together(store::current, store::current, store::current);
            hold("the pointer and the issuers, once", table.reads.get() == 2);
        });
    }

    @Test
    void everyWaitingCallGetsTheOneOutcomeOfARead() {
        search(() -> {
            var reads = share(new SharedReads<String, Integer>());
            var count = new AtomicInteger();
            SharedReads.Read<Integer> broken = () -> {
                count.incrementAndGet();
                throw new PolicyUnavailableException("down", null);
            };
            together(() -> hold("told", fails(reads, broken)), () -> hold("told", fails(reads, broken)));
            hold("nobody reads for two, nobody reads twice", count.get() == 1 || count.get() == 2);
            hold("the next call reads anew", reads.get("key", count::incrementAndGet) == count.get());
        });
    }

    private static boolean fails(SharedReads<String, Integer> reads, SharedReads.Read<Integer> read) {
        try {
            reads.get("key", read);
            return false;
        } catch (PolicyUnavailableException e) {
            return true;
        }
    }
}
