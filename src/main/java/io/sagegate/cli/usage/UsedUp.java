package io.sagegate.cli.usage;

import io.sagegate.aws.dynamodb.usage.UsageScan;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.cli.policy.PolicyFiles;
import io.sagegate.cli.policy.revision.RevisionTable;
import io.sagegate.cli.policy.revision.Revisions;
import io.sagegate.policy.document.PolicySyntaxException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The limits of the policy in force that are used up most at this moment, in words.
public final class UsedUp {
    private UsedUp() {}

    /// One limit and its user.
    ///
    /// @param percent how much of it is used
    /// @param seconds until all of it is back; empty where other calls decide
    public record Line(String limit, String who, int percent, String left, Optional<Long> seconds) {}

    /// Reads the whole usage table.
    ///
    /// @param most how many limits, the most used first
    public static List<Line> of(DynamoDbClient client, String policyTable, String usageTable, int most, Instant now)
            throws IOException, CommandFailedException, InvalidPolicyException, PolicySyntaxException {
        var revisions = new Revisions(new RevisionTable(client, policyTable), InstantSource.system());
        var policy = PolicyFiles.ofRevision(revisions, revisions.current()).sound();
        var top = new Top(LimitsInForce.of(policy, now), most, now);
        UsageScan.forEach(client, usageTable, top::add);
        return top.entries().stream().map(UsedUp::line).toList();
    }

    static Line line(Top.Entry entry) {
        var status = entry.status();
        var measure = status.limit().quota().measure();
        return new Line(
                status.limit().text(),
                Who.of(entry.key()),
                (int) (entry.used() * 100),
                Charge.said(status.remaining(), measure) + " of " + Charge.said(status.total(), measure),
                status.reset().map(time -> Math.ceilDiv(time.toMillis(), 1_000L)));
    }
}
