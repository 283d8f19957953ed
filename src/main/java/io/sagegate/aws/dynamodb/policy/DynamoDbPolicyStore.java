package io.sagegate.aws.dynamodb.policy;

import io.sagegate.aws.dynamodb.DynamoDb;
import io.sagegate.aws.dynamodb.TableException;
import io.sagegate.aws.dynamodb.TableReads;
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

/// The policy in DynamoDB, read item by item. It is cached for the time to live, which bounds how long a revoked
/// grant still works. Thread-safe.
public final class DynamoDbPolicyStore implements PolicyStore {
    /// Seconds before a table that did not answer is asked again.
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final PolicyTable table;
    private final Duration timeToLive;
    private final Duration staleFor;
    private final InstantSource clock;
    private final SharedReads<String, Policy> reads = new SharedReads<>();
    private volatile @Nullable Snapshot snapshot;

    /// @param last the instant until which the policy may be used while the table cannot be read
    private record Snapshot(Policy policy, Instant expiry, Instant last) {}

    /// Makes a store that uses the SDK's client and never uses an outdated policy.
    public DynamoDbPolicyStore(DynamoDbClient client, String table, Duration timeToLive, InstantSource clock) {
        this(client, table, timeToLive, Duration.ZERO, clock);
    }

    /// Makes a store that uses the SDK's client.
    public DynamoDbPolicyStore(
            DynamoDbClient client, String table, Duration timeToLive, Duration staleFor, InstantSource clock) {
        this(new PolicyTable(TableReads.of(client, table)), timeToLive, staleFor, clock);
    }

    /// Makes a store that may use an outdated policy for a while. By default none does.
    ///
    /// @param staleFor how long after its time to live a policy may be used while the table cannot be read
    public DynamoDbPolicyStore(
            DynamoDb dynamoDb, String table, Duration timeToLive, Duration staleFor, InstantSource clock) {
        this(new PolicyTable(TableReads.of(dynamoDb, table)), timeToLive, staleFor, clock);
    }

    DynamoDbPolicyStore(PolicyTable table, Duration timeToLive, Duration staleFor, InstantSource clock) {
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
        // Without a time to live, each call reads the table itself and shares no earlier read.
        return timeToLive.isZero() ? refreshed() : reads.get(PolicyKeys.CURRENT, this::refreshed);
    }

    /// Drops the cached policy. Call this after a restore from a snapshot, when the policy's age is unknown.
    public void forget() {
        snapshot = null;
    }

    private Policy refreshed() throws PolicyUnavailableException {
        var known = snapshot;
        var now = clock.instant();
        if (known != null && now.isBefore(known.expiry())) {
            return known.policy();
        }
        // The age counts from before the read, so the bound holds even if the read is slow.
        try {
            var policy = read();
            keep(new Snapshot(policy, now.plus(timeToLive), now.plus(timeToLive).plus(staleFor)));
            return policy;
        } catch (PolicyUnavailableException e) {
            // Only an outage allows the outdated policy: one that was removed or broken by hand must stop calls.
            if (known == null || !now.isBefore(known.last()) || !isOutage(e)) {
                throw e;
            }
            var again = now.plus(RETRY);
            keep(new Snapshot(known.policy(), again.isBefore(known.last()) ? again : known.last(), known.last()));
            return known.policy();
        }
    }

    /// Keeps what was read, unless a read that began later is kept already: several run at once without a time to live.
    private synchronized void keep(Snapshot read) {
        var known = snapshot;
        if (known == null || !read.last().isBefore(known.last())) {
            snapshot = read;
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
        var head = new PolicyNode(table.item(PolicyKeys.issuers(revision)).get("issuers"), "issuers");
        try {
            var layout = PolicyLayout.of(revision, head);
            return new DynamoDbPolicy(layout, kept(PolicyReader.issuers(layout.issuers(head))), table);
        } catch (PolicySyntaxException e) {
            throw new PolicyUnavailableException("the issuers of revision " + revision + " break the rules", e);
        }
    }

    /// Keeps the old issuers if nothing changed, since verified tokens are remembered with those objects.
    private List<TrustedIssuer> kept(List<TrustedIssuer> read) {
        var known = snapshot;
        return known != null && known.policy().issuers().equals(read)
                ? known.policy().issuers()
                : read;
    }
}
