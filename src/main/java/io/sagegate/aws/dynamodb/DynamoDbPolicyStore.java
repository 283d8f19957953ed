package io.sagegate.aws.dynamodb;

import io.sagegate.policy.Policy;
import io.sagegate.policy.PolicyNode;
import io.sagegate.policy.PolicyReader;
import io.sagegate.policy.PolicyStore;
import io.sagegate.policy.PolicySyntaxException;
import io.sagegate.policy.PolicyUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The policy in DynamoDB, read item by item and kept for the time to live: the bound on how long a
/// revoked grant still works. Thread-safe.
public final class DynamoDbPolicyStore implements PolicyStore {
    private final PolicyTable table;
    private final Duration timeToLive;
    private final InstantSource clock;
    private volatile @Nullable Snapshot snapshot;

    private record Snapshot(Policy policy, Instant expiry) {}

    public DynamoDbPolicyStore(DynamoDbClient client, String table, Duration timeToLive, InstantSource clock) {
        this.table = new PolicyTable(client, table);
        this.timeToLive = timeToLive;
        this.clock = clock;
    }

    @Override
    public Policy current() throws PolicyUnavailableException {
        var known = snapshot;
        return known != null && clock.instant().isBefore(known.expiry()) ? known.policy() : refreshed();
    }

    /// Drops what is kept: after a snapshot's restore, its age means nothing.
    public void forget() {
        snapshot = null;
    }

    private synchronized Policy refreshed() throws PolicyUnavailableException {
        var known = snapshot;
        var now = clock.instant();
        if (known != null && now.isBefore(known.expiry())) {
            return known.policy();
        }
        // The age counts from before the read, so that the bound holds however slow the read was.
        var policy = read();
        snapshot = new Snapshot(policy, now.plus(timeToLive));
        return policy;
    }

    private Policy read() throws PolicyUnavailableException {
        var pointer = table.item(PolicyKeys.CURRENT);
        if (!(pointer.get("revision") instanceof Long revision)) {
            throw new PolicyUnavailableException("no policy has been applied", null);
        }
        var issuers = table.item(PolicyKeys.issuers(revision));
        try {
            return new DynamoDbPolicy(
                    revision, PolicyReader.issuers(new PolicyNode(issuers.get("issuers"), "issuers")), table);
        } catch (PolicySyntaxException e) {
            throw new PolicyUnavailableException("the issuers of revision " + revision + " break the rules", e);
        }
    }
}
