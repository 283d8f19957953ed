package io.sagegate.aws.dynamodb.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.aws.dynamodb.Replies;
import io.sagegate.aws.dynamodb.TableItem;
import io.sagegate.aws.dynamodb.TableReads;
import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.identity.ApiClient;
import io.sagegate.policy.PolicyUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rows of the policy table, as DynamoDB answers them: a policy that says the same again, or one that is unavailable;
/// a key that its writer could have written, or none.
public final class PolicyRowsFuzz implements FuzzTarget {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
    private static final ApiClient CALLER = new ApiClient("batch", "k1");

    private record Rows(Map<String, TableItem> rows) implements TableReads {
        static Rows of(byte[] reply) {
            var rows = new HashMap<String, TableItem>();
            Replies.items(reply).forEach(item -> rows.put(item.id(), item));
            return new Rows(rows);
        }

        @Override
        public TableItem item(String id) {
            return rows.getOrDefault(id, TableItem.EMPTY);
        }

        @Override
        public Batch batch(List<String> ids) {
            return new Batch(
                    ids.stream().filter(rows::containsKey).map(rows::get).toList(), List.of());
        }
    }

    @Override
    public void accept(byte[] input) {
        var rows = Rows.of(input);
        rows.rows().values().forEach(PolicyRowsFuzz::key);
        try {
            var store = new DynamoDbPolicyStore(new PolicyTable(rows), Duration.ofHours(1), Duration.ZERO, CLOCK);
            var policy = store.current();
            assertThat(rows.item(PolicyKeys.CURRENT).attributes()).containsEntry("revision", policy.revision());
            var assigned = policy.rolesOf(CALLER);
            assertThat(policy.rolesOf(CALLER)).isEqualTo(assigned);
            assigned.forEach(each -> each.role()
                    .grants()
                    .forEach(grant -> assertThat(grant.endpoint()).doesNotContain("*", "?")));
            policy.models().forEach((name, routes) -> assertThat(routes.name()).isEqualTo(name));
        } catch (PolicyUnavailableException e) {
            assertThat(e.getMessage()).isNotNull();
        }
    }

    private static void key(TableItem item) {
        KeyItem.read(item.attributes()).ifPresent(key -> {
            assertThat(key.created()).isBefore(key.expires());
            assertThat(KeyItem.read(KeyItem.of(key))).contains(key);
        });
    }
}
