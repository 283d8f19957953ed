package io.sagegate.aws.dynamodb;

import io.sagegate.identity.TrustedIssuer;
import io.sagegate.policy.Policy;
import io.sagegate.policy.PolicyStore;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicyReader;
import io.sagegate.policy.document.PolicySyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The policy in DynamoDB, read item by item and kept for the time to live: the bound on how long a
/// revoked grant still works. Thread-safe.
public final class DynamoDbPolicyStore implements PolicyStore {
    /// How often a table that did not answer is asked again.
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final PolicyTable table;
    private final Duration timeToLive;
    private final Duration staleFor;
    private final InstantSource clock;
    private final SharedReads<String, Policy> reads = new SharedReads<>();
    private volatile @Nullable Snapshot snapshot;

    /// @param last until when it may stand in for one that cannot be read
    private record Snapshot(Policy policy, Instant expiry, Instant last) {}

    /// By the SDK's client; never goes on with an outdated policy.
    public DynamoDbPolicyStore(DynamoDbClient client, String table, Duration timeToLive, InstantSource clock) {
        this(client, table, timeToLive, Duration.ZERO, clock);
    }

    /// By the SDK's client.
    public DynamoDbPolicyStore(
            DynamoDbClient client, String table, Duration timeToLive, Duration staleFor, InstantSource clock) {
        this(new PolicyTable(TableReads.of(client, table)), timeToLive, staleFor, clock);
    }

    /// Goes on with an outdated policy for a while when asked to; by default never.
    ///
    /// @param staleFor how long after its time to live a policy may still be used while the table cannot be read
    public DynamoDbPolicyStore(
            DynamoDb dynamoDb, String table, Duration timeToLive, Duration staleFor, InstantSource clock) {
        this(new PolicyTable(TableReads.of(dynamoDb, table)), timeToLive, staleFor, clock);
    }

    private DynamoDbPolicyStore(PolicyTable table, Duration timeToLive, Duration staleFor, InstantSource clock) {
        this.table = table;
        this.timeToLive = timeToLive;
        this.staleFor = staleFor;
        this.clock = clock;
    }

    @Override
    public Policy current() throws PolicyUnavailableException {
        var known = snapshot;
        if (known != null && clock.instant().isBefore(known.expiry())) {
            return known.policy();
        }
        // Without a time to live each call wants to see the table as it is, not as it was when another call began.
        return timeToLive.isZero() ? refreshed() : reads.get(PolicyKeys.CURRENT, this::refreshed);
    }

    /// Drops what is kept: after a snapshot's restore, its age means nothing.
    public void forget() {
        snapshot = null;
    }

    private Policy refreshed() throws PolicyUnavailableException {
        var known = snapshot;
        var now = clock.instant();
        if (known != null && now.isBefore(known.expiry())) {
            return known.policy();
        }
        // The age counts from before the read, so that the bound holds however slow the read was.
        try {
            var policy = read();
            snapshot = new Snapshot(
                    policy, now.plus(timeToLive), now.plus(timeToLive).plus(staleFor));
            return policy;
        } catch (PolicyUnavailableException e) {
            // Only for a table that does not answer: a policy taken away or broken by hand must stop calls.
            if (known == null || !now.isBefore(known.last()) || !isOutage(e)) {
                throw e;
            }
            var again = now.plus(RETRY);
            snapshot = new Snapshot(known.policy(), again.isBefore(known.last()) ? again : known.last(), known.last());
            return known.policy();
        }
    }

    private static boolean isOutage(PolicyUnavailableException e) {
        return e.getCause() instanceof TableException fault && fault.isOutage();
    }

    private Policy read() throws PolicyUnavailableException {
        var pointer = table.item(PolicyKeys.CURRENT);
        if (!(pointer.get("revision") instanceof Long revision)) {
            throw new PolicyUnavailableException("no policy has been applied", null);
        }
        var issuers = table.item(PolicyKeys.issuers(revision));
        try {
            return new DynamoDbPolicy(
                    revision, kept(PolicyReader.issuers(new PolicyNode(issuers.get("issuers"), "issuers"))), table);
        } catch (PolicySyntaxException e) {
            throw new PolicyUnavailableException("the issuers of revision " + revision + " break the rules", e);
        }
    }

    /// The issuers as they were, while they are the same: verified tokens are remembered with theirs.
    private List<TrustedIssuer> kept(List<TrustedIssuer> read) {
        var known = snapshot;
        return known != null && known.policy().issuers().equals(read)
                ? known.policy().issuers()
                : read;
    }
}
